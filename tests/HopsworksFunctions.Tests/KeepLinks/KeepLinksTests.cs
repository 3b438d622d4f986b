using HopsworksFunctions.Core.KeepLinks;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Tests.Hopsworks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace HopsworksFunctions.Tests.KeepLinks;

public sealed class KeepLinksTests
{
    private const string Key = "kEyMaRkEr-0123456789-0123456789-";
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 1, 18, 45);
    private static readonly Instant Stop = Instant.FromUtc(2026, 6, 1, 19, 0);

    private readonly FakeTimeProvider _time = new(Now.ToDateTimeOffset());
    private readonly SettableSecrets _secrets = new(Key);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_leads_back_to_the_cluster_and_the_stop()
    {
        var links = Links();

        var address = (await links.ForKeepAsync("c1", Stop, None))!;

        Assert.StartsWith("https://hops.azurewebsites.net/api/keep?token=", address.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal((new LinkToken(LinkPurpose.Keep, "default", "c1", Stop, Stop + LinkSigner.Lifetime), null),
            await links.ReadAsync(TokenOf(address), LinkPurpose.Keep, None));
    }

    [Theory]
    [InlineData("https://hops.contoso.com/ops/api/", null, "https://hops.contoso.com/ops/api/keep?token=")]
    [InlineData("https://hops.contoso.com", "my-app.azurewebsites.net", "https://hops.contoso.com/keep?token=")]
    [InlineData(null, "localhost:7071", "http://localhost:7071/api/keep?token=")]
    [InlineData(null, "my-app.azurewebsites.net", "https://my-app.azurewebsites.net/api/keep?token=")]
    public async Task It_begins_with_the_configured_address_or_the_hosts(string? baseUrl, string? host, string start) =>
        Assert.StartsWith(start, (await Links(baseUrl, host).ForKeepAsync("c1", Stop, None))!.AbsoluteUri, StringComparison.Ordinal);

    [Fact]
    public async Task Without_an_address_there_is_no_link_and_health_says_so()
    {
        var links = Links(host: null);

        Assert.Null(await links.ForKeepAsync("c1", Stop, None));
        Assert.StartsWith("warnings carry no link: set Links__BaseUrl", await links.DescribeAsync(None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_there_is_no_link_and_health_says_so_until_there_is_one()
    {
        _secrets.Failure = new("There is no secret here.");
        var links = Links();

        Assert.Null(await links.ForKeepAsync("c1", Stop, None));
        Assert.Equal("warnings carry no link: There is no secret here.", await links.DescribeAsync(None));
        Assert.Equal((null, LinkFault.NoKey), await links.ReadAsync("x", LinkPurpose.Keep, None));

        _secrets.Failure = null;
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(await links.ForKeepAsync("c1", Stop, None));
        Assert.Equal("warnings lead to https://hops.azurewebsites.net/api/keep", await links.DescribeAsync(None));
    }

    [Fact]
    public async Task A_key_that_can_be_guessed_signs_nothing()
    {
        _secrets.Cached = new("kEyMaRkEr", "1", null);

        Assert.Null(await Links().ForKeepAsync("c1", Stop, None));
        Assert.DoesNotContain("kEyMaRkEr", await Links().DescribeAsync(None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_opens_for_a_while_after_the_stop_and_not_longer()
    {
        var links = Links();
        var token = TokenOf((await links.ForKeepAsync("c1", Stop, None))!);

        _time.SetUtcNow((Stop + LinkSigner.Lifetime - Duration.FromSeconds(1)).ToDateTimeOffset());
        Assert.Null((await links.ReadAsync(token, LinkPurpose.Keep, None)).Fault);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(LinkFault.Expired, (await links.ReadAsync(token, LinkPurpose.Keep, None)).Fault);
    }

    [Fact]
    public async Task A_link_of_another_account_is_foreign()
    {
        var token = TokenOf((await Links(account: "team-b").ForKeepAsync("c1", Stop, None))!);

        Assert.Equal((null, LinkFault.Foreign), await Links().ReadAsync(token, LinkPurpose.Keep, None));
    }

    [Fact]
    public async Task An_instance_that_has_an_old_key_looks_for_the_new_one()
    {
        var token = TokenOf((await Links().ForKeepAsync("c1", Stop, None))!);
        var behind = new SettableSecrets("kEyMaRkEr-old-0123456789-0123456789") { Newer = new(Key, "2", null) };

        Assert.Null((await Links(secrets: behind).ReadAsync(token, LinkPurpose.Keep, None)).Fault);
        Assert.Equal((null, LinkFault.Forged), await Links().ReadAsync(token[..^4] + "AAAA", LinkPurpose.Keep, None));
    }

    [Theory]
    [InlineData("ftp://hops.contoso.com", "Links__BaseUrl must be the https address")]
    [InlineData("http://hops.contoso.com/api", "Links__BaseUrl must be the https address")]
    public void A_wrong_address_is_refused(string baseUrl, string message) =>
        Assert.Contains(
            message, Assert.Throws<OptionsValidationException>(() => Options(baseUrl, null).Value).Message, StringComparison.Ordinal);

    internal static string TokenOf(Uri link) => link.Query["?token=".Length..];

    private LinkSigner Links(
        string? baseUrl = null, string? host = "hops.azurewebsites.net", string account = "default", ISecretSource? secrets = null) =>
        new(secrets ?? _secrets, Options(baseUrl, host),
            Microsoft.Extensions.Options.Options.Create(new StateOptions { Account = account }), _time);

    private static IOptions<LinkOptions> Options(string? baseUrl, string? host)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Links:BaseUrl"] = baseUrl, ["WEBSITE_HOSTNAME"] = host }).Build();
        return new ServiceCollection().AddLinks(configuration).BuildServiceProvider().GetRequiredService<IOptions<LinkOptions>>();
    }
}
