using HopsworksFunctions.Core;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Tests.Emulator;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.IdleProbes;

public sealed class ClusterKeysTests
{
    private readonly FakeTimeProvider time = new(Emulated.Noon);
    private readonly CountingVault vault = new();

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hopsworks-cluster-{id}", "00000000-5eed-4000-8000-000000000001", "hopsworks-cluster-00000000-5eed-4000-8000-000000000001")]
    [InlineData("{id}-key", "Ab-1", "Ab-1-key")]
    [InlineData("{id}-key", "a_b.c/ö", "a-b-c---02e789681c9ec2ca-key")]
    public void A_secret_is_named_after_its_cluster(string pattern, string id, string name) => Assert.Equal(name, Keys(pattern).NameOf(id));

    [Fact]
    public void A_name_is_never_longer_than_a_vault_allows() => Assert.Equal(127, Keys().NameOf(new string('x', 500)).Length);

    [Fact]
    public void No_two_clusters_share_a_secret()
    {
        string[] ids = ["a.b", "a-b", "a_b", "a/b", "a.b ", new('x', 500), new('x', 501), new string('x', 500) + "y"];

        Assert.Equal(ids.Length, ids.Select(Keys().NameOf).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [InlineData("kEyMa RkEr")]
    [InlineData("kEyMa\nRkEr")]
    [InlineData("kEyMa\uFEFFRkEr")]
    public async Task A_secret_that_is_no_key_is_not_sent(string secret)
    {
        vault.Value = secret;

        Assert.Equal(
            (null, "secret 'hopsworks-cluster-c1' is not an API key: it contains spaces or other invalid characters"),
            await Keys().GetAsync("c1", None));
    }

    [Fact]
    public async Task A_missing_secret_is_not_asked_for_again_for_a_while()
    {
        vault.Failure = new("hopsworks-cluster-c1'") { IsWithdrawn = true };
        var keys = Keys();

        Assert.Equal((null, "hopsworks-cluster-c1'"), await keys.GetAsync("c1", None));
        vault.Failure = null;
        time.Advance(TimeSpan.FromMinutes(14));
        Assert.Null((await keys.GetAsync("c1", None)).Key);
        Assert.Equal(1, vault.Reads);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull((await keys.GetAsync("c1", None)).Key);
    }

    [Fact]
    public async Task A_vault_that_fails_is_asked_again_at_once()
    {
        vault.Failure = new("the vault cannot be reached");
        var keys = Keys();

        Assert.Equal("the vault cannot be reached", (await keys.GetAsync("c1", None)).Problem);
        vault.Failure = null;
        Assert.NotNull((await keys.GetAsync("c1", None)).Key);
    }

    [Theory]
    [InlineData(
        "Hopsworks__ClusterApiKey contains a secret. Secrets in settings are allowed in development only", "Hopsworks:ClusterApiKey=k")]
    [InlineData("such as hopsworks-cluster-{id}.", "Hopsworks:ClusterKeySecretPattern=hopsworks-cluster")]
    [InlineData("such as hopsworks-cluster-{id}.", "Hopsworks:ClusterKeySecretPattern=my_{id}")]
    [InlineData("such as hopsworks-cluster-{id}.", "Hopsworks:ClusterKeySecretPattern=")]
    [InlineData("Hopsworks__ProbeTimeout", "Hopsworks:ProbeTimeout=00:00:00")]
    [InlineData("Hopsworks__ProbeTotalTimeout", "Hopsworks:ProbeTotalTimeout=01:00:00")]
    [InlineData("ProbeConcurrency must be between 1 and 64", "Hopsworks:ProbeConcurrency=0")]
    public void Settings_are_refused(string message, string setting)
    {
        using var services = Build(setting);
        Assert.Contains(message, SettingsValidation.Problem(services), StringComparison.Ordinal);
        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<ProbeOptions>>().Value);
    }

    [Theory]
    [InlineData("Hopsworks:ClusterApiKey=k", "AZURE_FUNCTIONS_ENVIRONMENT=Development")]
    [InlineData("Hopsworks:ClusterKeySecretPattern=team-{id}-key")]
    public void Settings_are_accepted(params string[] settings)
    {
        using var services = Build(settings);
        Assert.NotNull(services.GetRequiredService<IOptions<ProbeOptions>>().Value);
    }

    private ClusterKeys Keys(string pattern = "hopsworks-cluster-{id}") => new(vault, pattern, null, time);

    private static ServiceProvider Build(params string[] settings) => new ServiceCollection().AddLogging()
        .AddIdleProbes(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).ToDictionary(p => p[0], p => (string?)p[1])).Build())
        .BuildServiceProvider();

    private sealed class CountingVault : ISecretSource
    {
        public SecretUnavailableException? Failure { get; set; }
        public int Reads { get; private set; }
        public string Value { get; set; } = "kEyMaRkEr";

        public ValueTask<Secret> GetAsync(string name, CancellationToken cancellationToken)
        {
            Reads++;
            return Failure is null ? new(new Secret(Value, "1", null)) : throw Failure;
        }

        public Task<Secret?> RereadAsync(string name, Secret refused, CancellationToken cancellationToken) =>
            Task.FromResult<Secret?>(null);

        public SecretStatus Describe(string name) => new("test");
    }
}
