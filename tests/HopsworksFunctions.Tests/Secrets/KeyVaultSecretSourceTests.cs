using Azure.Core;
using Azure.Identity;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Testing;

namespace HopsworksFunctions.Tests.Secrets;

public sealed class KeyVaultSecretSourceTests
{
    [Fact]
    public async Task Reads_a_secret_once_for_its_lifetime()
    {
        await using var rig = await VaultRig.StartAsync();
        var version = rig.Vault.Set(VaultRig.Name, "one\n");
        Assert.Equal(("one", version), await rig.GetAsync() is var secret ? (secret.Value, secret.Version) : default);
        rig.Time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(1));
        await rig.GetAsync();
        Assert.Single(rig.Vault.Requests);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        rig.Vault.Set(VaultRig.Name, "two");
        Assert.Equal("two", (await rig.GetAsync()).Value);
    }

    [Theory]
    [InlineData(0, 27)]
    [InlineData(1, 33)]
    public async Task Spreads_the_lifetime_by_a_tenth(double random, int minutes)
    {
        await using var rig = await VaultRig.StartAsync(random: random);
        rig.Vault.Set(VaultRig.Name, "one");
        await rig.GetAsync();
        rig.Time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        await rig.GetAsync();
        Assert.Single(rig.Vault.Requests);
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        await rig.GetAsync();
        Assert.Equal(2, rig.Vault.Requests.Count);
    }

    [Fact]
    public async Task Reads_once_for_all_who_ask_at_the_same_time()
    {
        await using var rig = await VaultRig.StartAsync();
        rig.Vault.Set(VaultRig.Name, "one");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => rig.GetAsync()));
        Assert.Single(rig.Vault.Requests);
    }

    [Theory]
    [InlineData(VaultCondition.Down)]
    [InlineData(VaultCondition.Failing)]
    [InlineData(VaultCondition.ForbiddenByRbac)]
    public async Task Keeps_the_last_good_value_while_the_vault_cannot_be_read(VaultCondition condition)
    {
        await using var rig = await VaultRig.StartAsync();
        var version = rig.Vault.Set(VaultRig.Name, "one");
        await rig.GetAsync();
        rig.Vault.Condition = condition;
        rig.Time.Advance(TimeSpan.FromHours(9));
        Assert.Equal("one", (await rig.GetAsync()).Value);
        Assert.Contains($"using version {version}", Assert.Single(rig.Warnings), StringComparison.Ordinal);
        Assert.True(rig.Source.Describe(VaultRig.Name) is { Version: not null, Problem: not null });

        rig.Vault.Condition = VaultCondition.Working;
        rig.Vault.Set(VaultRig.Name, "two");
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("two", (await rig.GetAsync()).Value);
        Assert.Null(rig.Source.Describe(VaultRig.Name).Problem);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Serves_no_copy_of_a_secret_that_was_withdrawn(bool disabled)
    {
        await using var rig = await VaultRig.StartAsync();
        rig.Vault.Set(VaultRig.Name, "one");
        await rig.GetAsync();
        if (disabled) rig.Vault.Set(VaultRig.Name, "two", enabled: false);
        else rig.Vault.Remove(VaultRig.Name);
        rig.Time.Advance(TimeSpan.FromHours(1));
        await rig.GetProblemAsync();
    }

    [Fact]
    public async Task Says_that_a_secret_is_missing() =>
        Assert.Contains("hopsworks-api-key'", await ProblemAsync(_ => { }), StringComparison.Ordinal);

    [Fact]
    public async Task Says_that_a_secret_is_disabled() =>
        Assert.Contains("is disabled. Enable it", await ProblemAsync(rig => rig.Vault.Set(VaultRig.Name, "one", enabled: false)),
            StringComparison.Ordinal);

    [Fact]
    public async Task Says_that_a_secret_is_not_valid_yet() => Assert.Contains(
        "becomes valid 2026-11-24 18:00:00Z",
        await ProblemAsync(rig => rig.Vault.Set(VaultRig.Name, "one", notBefore: rig.Time.GetUtcNow().AddDays(1))),
        StringComparison.Ordinal);

    [Fact]
    public async Task Says_that_a_secret_is_empty() =>
        Assert.Contains("is empty", await ProblemAsync(rig => rig.Vault.Set(VaultRig.Name, " \n")), StringComparison.Ordinal);

    [Theory]
    [InlineData(VaultCondition.ForbiddenByRbac, "Give it the role 'Key Vault Secrets User'")]
    [InlineData(VaultCondition.ForbiddenByFirewall, "network rules")]
    [InlineData(VaultCondition.Down, "Cannot reach https://")]
    [InlineData(VaultCondition.Failing, "failed (HTTP 503")]
    public async Task Says_why_the_vault_cannot_be_read(VaultCondition condition, string expected)
    {
        var problem = await ProblemAsync(rig => rig.Vault.Condition = condition);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_for_the_first_reading_no_longer_than_its_deadline()
    {
        await using var rig = await VaultRig.StartAsync();
        rig.Vault.Condition = VaultCondition.Silent;
        var reading = rig.GetProblemAsync();
        await rig.Time.PassAsync(20);
        Assert.Contains("did not answer in time", await reading, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_there_is_no_identity()
    {
        await using var rig = await VaultRig.StartAsync(new FailingCredential(new CredentialUnavailableException("none")));
        Assert.Contains("No Azure identity", await rig.GetProblemAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_the_identity_got_no_token()
    {
        await using var rig = await VaultRig.StartAsync(new FailingCredential(new AuthenticationFailedException("bad")));
        Assert.Contains("issued no token", await rig.GetProblemAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15, 0)]
    [InlineData(13, 3)]
    [InlineData(-1, 3)]
    public async Task Serves_an_expiring_secret_and_warns_once_an_hour(int days, int warnings)
    {
        await using var rig = await VaultRig.StartAsync();
        rig.Vault.Set(VaultRig.Name, "one", expires: rig.Time.GetUtcNow().AddDays(days));
        for (var minutes = 0; minutes < 180; minutes += 5)
        {
            Assert.Equal("one", (await rig.GetAsync()).Value);
            rig.Time.Advance(TimeSpan.FromMinutes(5));
        }
        Assert.Equal(warnings, rig.Warnings.Count());
    }

    [Fact]
    public async Task Goes_on_warning_of_expiry_while_the_vault_is_down_and_ends_with_a_new_version()
    {
        await using var rig = await VaultRig.StartAsync();
        rig.Vault.Set(VaultRig.Name, "one", expires: rig.Time.GetUtcNow().AddDays(3));
        await rig.GetAsync();
        rig.Vault.Condition = VaultCondition.Failing;
        rig.Time.Advance(TimeSpan.FromHours(1));
        await rig.GetAsync();
        Assert.Equal(2, rig.Warnings.Count(line => line.Contains("expires on", StringComparison.Ordinal)));

        rig.Vault.Condition = VaultCondition.Working;
        rig.Vault.Set(VaultRig.Name, "two");
        rig.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("two", (await rig.GetAsync()).Value);
        Assert.Equal(2, rig.Warnings.Count(line => line.Contains("expires on", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Finds_the_newer_version_of_a_refused_secret()
    {
        await using var rig = await VaultRig.StartAsync();
        rig.Vault.Set(VaultRig.Name, "one");
        var refused = await rig.GetAsync();
        rig.Vault.Set(VaultRig.Name, "two");
        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => rig.RereadAsync(refused)));
        Assert.All(found, secret => Assert.Equal("two", secret?.Value));
        Assert.Equal(2, rig.Vault.Requests.Count);
        Assert.Equal("two", (await rig.GetAsync()).Value);
    }

    [Fact]
    public async Task Looks_for_a_newer_version_at_most_every_30_seconds()
    {
        await using var rig = await VaultRig.StartAsync();
        rig.Vault.Set(VaultRig.Name, "one");
        var refused = await rig.GetAsync();
        Assert.Null(await rig.RereadAsync(refused));
        rig.Vault.Set(VaultRig.Name, "two");
        rig.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Null(await rig.RereadAsync(refused));
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("two", (await rig.RereadAsync(refused))?.Value);
    }

    [Fact]
    public async Task Does_not_fall_when_the_vault_is_down_as_the_key_is_refused()
    {
        await using var rig = await VaultRig.StartAsync();
        rig.Vault.Set(VaultRig.Name, "one");
        var refused = await rig.GetAsync();
        rig.Vault.Condition = VaultCondition.Down;
        Assert.Null(await rig.RereadAsync(refused));
    }

    [Fact]
    public async Task Shows_the_value_nowhere()
    {
        await using var rig = await VaultRig.StartAsync();
        rig.Vault.Set(VaultRig.Name, "sEcr3t-value", expires: rig.Time.GetUtcNow().AddDays(1));
        var secret = await rig.GetAsync();
        rig.Vault.Condition = VaultCondition.Failing;
        rig.Time.Advance(TimeSpan.FromHours(1));
        await rig.GetAsync();
        var shown = $"{secret} {rig.Source.Describe(VaultRig.Name)} "
            + $"{string.Join(' ', rig.Logs.GetSnapshot().Select(line => $"{line.Message} {line.Exception}"))}";
        Assert.DoesNotContain("sEcr3t-value", shown, StringComparison.Ordinal);
    }

    private static async Task<string> ProblemAsync(Action<VaultRig> arrange)
    {
        await using var rig = await VaultRig.StartAsync();
        arrange(rig);
        var problem = await rig.GetProblemAsync();
        Assert.Equal(problem, rig.Source.Describe(VaultRig.Name).Problem);
        return problem;
    }

    private sealed class FailingCredential(Exception failure) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw failure;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw failure;
    }
}
