using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using HopsworksFunctions.Testing;
using HopsworksFunctions.Tests.Deployed;

namespace HopsworksFunctions.BrowserTests;

/// <summary>An app with several accounts.</summary>
public sealed partial class AccountTests(Browser browser)
{
    private static string Policies => ActingTests.WindowAround(TimeSpan.FromHours(-1), TimeSpan.FromHours(5));

    [Fact]
    public async Task The_page_switches_between_accounts_and_each_has_its_own_clusters_and_freeze()
    {
        await using var app = await LocalApp.StartAsync(Policies, accounts: 2);
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(app);
        var pick = page.It.GetByLabel("Account", new() { Exact = true });
        await Expect(pick).ToHaveValueAsync("emulated1");
        await Expect(page.It).ToHaveURLAsync(new Regex(@"dashboard\?account=emulated1$"));
        await Expect(page.Line("dev-anna")).ToBeVisibleAsync();
        await Expect(page.It.GetByText("Emulated clusters: nothing here is real")).ToBeVisibleAsync();
        await page.PictureAsync("accounts");

        await pick.SelectOptionAsync("emulated2");
        await Expect(page.It).ToHaveURLAsync(new Regex(@"dashboard\?account=emulated2#/$"));
        await Expect(page.Line("dev-bjorn")).ToBeVisibleAsync();
        await Expect(page.Line("dev-anna")).ToHaveCountAsync(0);
        await page.It.GetByRole(AriaRole.Button, new() { Name = "Freeze…", Exact = true }).ClickAsync();
        await page.ConfirmAsync("Freeze");
        await Expect(page.It.Locator("#frozen")).ToBeVisibleAsync();

        await page.It.GetByLabel("Account", new() { Exact = true }).SelectOptionAsync("emulated1");
        await Expect(page.Line("dev-anna")).ToBeVisibleAsync();
        await Expect(page.It.Locator("#frozen")).ToBeHiddenAsync();
        // The browser reports the first request, which names no account, as a failed resource.
        Assert.All(page.Errors, error => Assert.Contains("400", error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_in_a_message_is_for_the_cluster_of_its_account()
    {
        await using var slack = await StandIn.AnsweringAsync(200, "ok", "text/plain");
        await using var app = await LocalApp.StartAsync(
            // No run of the emulated past can have warned of a stop this late.
            KeepLinkTests.EndsAfter(28, "warn"), setting: ("Secrets__slack-webhook", $"{slack.Address}services/T/B/x"), accounts: 2);
        await using var page = await browser.OpenAsync();
        var link = slack.Asked.Select(asked => Link().Match(asked.Body)).First(found => found.Success).Value
            .Replace("&amp;", "&", StringComparison.Ordinal).Replace(@"\u0026", "&", StringComparison.Ordinal);

        await page.It.GotoAsync(link);
        await page.It.GetByRole(AriaRole.Button, new() { Name = "Keep running" }).ClickAsync();
        await Expect(page.It.GetByRole(AriaRole.Heading, new() { Name = "keeps running" })).ToBeVisibleAsync();
        foreach (var (account, held) in (IEnumerable<(string, int)>)[("emulated1", 0), ("emulated2", 1)])
        {
            var clusters = await GetAsync(app, $"clusters?account={account}");
            Assert.Equal(held, clusters.GetProperty("clusters").EnumerateArray().Count(cluster =>
                cluster.GetProperty("hold") is { ValueKind: JsonValueKind.Object } hold
                && hold.GetProperty("by").GetString() == "keep-running link"));
        }

        // The signature is valid for one account, whichever account the address names.
        await page.It.GotoAsync(link.Replace("emulated2", "emulated1", StringComparison.Ordinal));
        await Expect(page.It.GetByRole(AriaRole.Heading, new() { Name = "This link is for another account" })).ToBeVisibleAsync();
        await page.It.GotoAsync(link.Split('&')[0]);
        await Expect(page.It.GetByText("Open the link from the message again.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_role_can_be_bound_to_one_account()
    {
        await using var app = await LocalApp.StartAsync(Policies, setting: ("WEBSITE_AUTH_ENABLED", "True"), accounts: 2);

        Assert.Equal("200 emulated2", await AskAsync("accounts", "operator.emulated2"));
        Assert.Equal("200 emulated1,emulated2", await AskAsync("accounts", "reader"));
        Assert.Equal("200 emulated1,emulated2", await AskAsync("accounts", "reader.emulated1", "owner.emulated2"));
        Assert.Equal("200 emulated2", await AskAsync("clusters?account=emulated2", "operator.emulated2"));
        Assert.StartsWith(
            "403 rita has no role in the account emulated1 ('operator.emulated2' is none of them).",
            await AskAsync("clusters?account=emulated1", "operator.emulated2"), StringComparison.Ordinal);
        Assert.StartsWith(
            "403 This needs the role owner. rita is reader.",
            await AskAsync("freeze?account=emulated1", HttpMethod.Put, "reader.emulated1", "owner.emulated2"), StringComparison.Ordinal);
        Assert.StartsWith("200", await AskAsync("freeze?account=emulated2", HttpMethod.Put, "reader.emulated1", "owner.emulated2"),
            StringComparison.Ordinal);
        // The names of accounts are for people who have a role in them.
        foreach (var roles in (string[][])[[], ["operator.emulated2"], ["owner"]])
        {
            Assert.Equal(
                "404 There is no account 'other'. `GET accounts` lists yours.", await AskAsync("clusters?account=other", [.. roles]));
            Assert.Equal("400 The account is missing: add `account=NAME` to a request, or `--account NAME` to a command. "
                + "`GET accounts` lists yours.", await AskAsync("clusters", [.. roles]));
        }
        Assert.StartsWith("403 rita has no role in this app.", await AskAsync("accounts"), StringComparison.Ordinal);

        Task<string> AskAsync(string path, params object[] roles) => AskAsyncOf(
            app, path, roles.OfType<HttpMethod>().FirstOrDefault() ?? HttpMethod.Get, [.. roles.OfType<string>()]);
    }

    /// <summary>Returns the status and the answer: the accounts, the account of a report, or the problem.</summary>
    private static async Task<string> AskAsyncOf(LocalApp app, string path, HttpMethod method, string[] roles)
    {
        using var client = Client(app);
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Put)
            request.Content = JsonContent.Create(new { until = "1h" });
        foreach (var (name, value) in AppServiceHeaders.Person("rita", roles))
            request.Headers.Add(name, value);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        var told = json.TryGetProperty("detail", out var detail) ? $"{detail}"
            : json.TryGetProperty("accounts", out var all)
                ? string.Join(',', all.EnumerateArray().Select(account => $"{account.GetProperty("name")}"))
            : json.TryGetProperty("account", out var account) ? $"{account}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode} {told}");
    }

    private static async Task<JsonElement> GetAsync(LocalApp app, string path)
    {
        using var client = Client(app);
        return await client.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);
    }

    private static HttpClient Client(LocalApp app)
    {
        var client = new HttpClient { BaseAddress = app.Api };
        client.DefaultRequestHeaders.Add("x-functions-key", app.Key);
        return client;
    }

    [GeneratedRegex(@"http[^""|>\s\\]+/keep\?token=[\w-]+(&amp;|&|\\u0026)account=emulated2")]
    private static partial Regex Link();
}
