using System.Net;
using System.Text;
using HopsworksFunctions.Core.KeepLinks;
using NodaTime;

namespace HopsworksFunctions.Tests.Run;

/// <summary><c>start</c>, served by the app itself to a browser without a function key.</summary>
public sealed class StartRequestTests
{
    private const string Key = "kEyMaRkEr-0123456789-0123456789-";
    private const string Never = """
        { "rules": [ { "name": "dev", "match": { "name": "dev-*" } }, { "name": "prod", "match": { "name": "prod-*" }, "protect": true } ] }
        """;

    [Fact]
    public async Task A_page_asks_for_confirmation_and_only_its_form_starts_the_cluster()
    {
        await using var app = await ServedApp.StartAsync(Never, ("Secrets__hopsworks-functions-link-key", Key));
        var clusters = (await app.SendAsync(HttpMethod.Get, "clusters")).Json["clusters"]!.AsArray();
        var stopped = clusters.First(c => (string?)c!["state"] == "stopped" && (string?)c["rule"] == "dev")!;
        var (id, name) = ((string)stopped["id"]!, (string)stopped["name"]!);
        var token = Sign(LinkPurpose.Start, "emulated", id);

        var (page, html) = await app.BrowseAsync(HttpMethod.Get, $"start?token={token}");
        Assert.Equal("stopped", await StateAsync());
        var (started, done) = await app.BrowseAsync(HttpMethod.Post, "start", ("token", token));
        var (again, _) = await app.BrowseAsync(HttpMethod.Post, "start", ("token", token));

        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Contains($"<h1>Start {name}?</h1>", html, StringComparison.Ordinal);
        Assert.Contains($"<button>Start {name}</button>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (started.StatusCode, again.StatusCode));
        Assert.Contains($"Starting {name}", done, StringComparison.Ordinal);
        Assert.NotEqual("stopped", await StateAsync());
        var audit = (await app.SendAsync(HttpMethod.Get, $"actions?cluster={id}")).Json["actions"]!.AsArray();
        Assert.Contains(("start link", "start", "accepted"),
            audit.Select(entry => ((string?)entry!["by"], (string?)entry["kind"], (string?)entry["step"])));

        async Task<string?> StateAsync() => (string?)(await app.SendAsync(HttpMethod.Get, "clusters")).Json["clusters"]!.AsArray()
            .Single(c => (string?)c!["id"] == id)!["state"];
    }

    [Fact]
    public async Task A_link_that_is_not_whole_of_another_kind_or_for_what_may_not_be_started_changes_nothing_and_says_so()
    {
        await using var app = await ServedApp.StartAsync(Never, ("Secrets__hopsworks-functions-link-key", Key));
        var clusters = (await app.SendAsync(HttpMethod.Get, "clusters")).Json["clusters"]!.AsArray();
        var id = (string)clusters.First(c => (string?)c!["rule"] == "prod")!["id"]!;
        var good = Sign(LinkPurpose.Start, "emulated", id);
        (string Token, HttpStatusCode Status)[] wrong =
        [
            ("", HttpStatusCode.Forbidden), (good[..^1], HttpStatusCode.Forbidden),
            (Sign(LinkPurpose.Keep, "emulated", id), HttpStatusCode.Forbidden),
            (Sign(LinkPurpose.Start, "another", id), HttpStatusCode.Forbidden),
            (Sign(LinkPurpose.Start, "emulated", "no-such-cluster"), HttpStatusCode.NotFound),
            (Sign(LinkPurpose.Start, "emulated", id, Instant.FromUtc(2026, 1, 1, 0, 0)), HttpStatusCode.Gone),
        ];
        foreach (var (token, status) in wrong)
        {
            var (seen, html) = await app.BrowseAsync(HttpMethod.Get, $"start?token={token}");
            var (answer, text) = await app.BrowseAsync(HttpMethod.Post, "start", ("token", token));
            Assert.Equal((status, status), (seen.StatusCode, answer.StatusCode));
            Assert.Contains("<h1>", html, StringComparison.Ordinal);
            Assert.Contains("<h1>", text, StringComparison.Ordinal);
        }
        var (large, _) = await app.BrowseAsync(HttpMethod.Post, "start", ("token", new string('1', 5000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        // The token gives access to nothing else.
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.BrowseAsync(HttpMethod.Get, $"clusters?code={good}")).Answer.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.BrowseAsync(HttpMethod.Get, $"keep?token={good}")).Answer.StatusCode);
        var audit = (await app.SendAsync(HttpMethod.Get, $"actions?cluster={id}")).Json["actions"]!.AsArray();
        Assert.DoesNotContain(audit, entry => (string?)entry!["by"] == "start link");
    }

    private static string Sign(LinkPurpose purpose, string account, string id, Instant? until = null)
    {
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        return new LinkToken(purpose, account, id, now, until ?? now + Duration.FromHours(4)).Sign(Encoding.UTF8.GetBytes(Key));
    }
}
