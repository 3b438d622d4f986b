using System.Net;
using System.Text;
using HopsworksFunctions.Core.KeepLinks;
using NodaTime;

namespace HopsworksFunctions.Tests.Run;

/// <summary><c>keep</c>, served by the app itself to a browser without a function key.</summary>
public sealed class KeepRequestTests
{
    private const string Key = "kEyMaRkEr-0123456789-0123456789-";

    // A stop is always less than a week away, so the first run warns about every cluster in its window.
    private const string AlwaysWarned = """
        { "schedules": { "week": { "up": ["mon 00:00 > sun 23:59"] } },
          "rules": [ { "name": "dev", "match": { "name": "sandbox-*" }, "schedule": "week", "warn": "7d" } ] }
        """;

    [Fact]
    public async Task A_page_asks_for_confirmation_and_only_its_form_keeps_the_cluster()
    {
        await using var app = await ServedApp.StartAsync(AlwaysWarned, ("Secrets__hopsworks-functions-link-key", Key));
        await app.SendAsync(HttpMethod.Post, "reconcile");
        var clusters = (await app.SendAsync(HttpMethod.Get, "clusters")).Json["clusters"]!.AsArray();
        var anna = clusters.Single(c => (string?)c!["name"] == "sandbox-new")!;
        var stop = Instant.FromDateTimeOffset((DateTimeOffset)anna["warning"]!["stopAt"]!);
        var permit = new LinkToken(LinkPurpose.Keep, "emulated", (string)anna["id"]!, stop, stop + Duration.FromHours(4));
        var token = permit.Sign(Encoding.UTF8.GetBytes(Key));

        var (page, html) = await app.BrowseAsync(HttpMethod.Get, $"keep?token={token}");
        await app.BrowseAsync(HttpMethod.Get, $"keep?token={token}&for=2h");
        Assert.Null((await app.SendAsync(HttpMethod.Get, "clusters/sandbox-new/hold")).Json["hold"]);

        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Contains("<h1>Keep sandbox-new running?</h1>", html, StringComparison.Ordinal);
        Assert.Contains("its window in schedule &#x27;week&#x27; ends", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("no-store", page.Headers.CacheControl!.ToString());
        Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());

        var (kept, done) = await app.BrowseAsync(HttpMethod.Post, "keep", ("token", token), ("for", "2h"));
        var (again, same) = await app.BrowseAsync(HttpMethod.Post, "keep", ("token", token), ("for", "2h"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (kept.StatusCode, again.StatusCode));
        Assert.Contains("sandbox-new keeps running", done, StringComparison.Ordinal);
        Assert.Contains("It was already kept running until ", same, StringComparison.Ordinal);
        Assert.Contains("It already keeps running until <strong>",
            (await app.BrowseAsync(HttpMethod.Get, $"keep?token={token}")).Text, StringComparison.Ordinal);
        var hold = (await app.SendAsync(HttpMethod.Get, "clusters/sandbox-new/hold")).Json["hold"]!;
        Assert.Equal(("asIs", "keep-running link"), ((string?)hold["state"], (string?)hold["by"]));

        foreach (var (method, path, form, status) in Wrong(token, stop, (string)anna["id"]!))
        {
            var (answer, text) = await app.BrowseAsync(method, path, form);
            Assert.True(status == answer.StatusCode, $"{method} {path}: {answer.StatusCode}");
            Assert.Contains("<h1>", text, StringComparison.Ordinal);
            Assert.True(answer.Headers.Contains("Content-Security-Policy"));
        }
        // The token gives access to nothing else.
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.BrowseAsync(HttpMethod.Get, $"clusters?token={token}")).Answer.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.BrowseAsync(HttpMethod.Get, $"clusters?code={token}")).Answer.StatusCode);
    }

    private static IEnumerable<(HttpMethod, string, (string, string)[], HttpStatusCode)> Wrong(string token, Instant stop, string id)
    {
        var key = Encoding.UTF8.GetBytes(Key);
        var foreign = new LinkToken(LinkPurpose.Keep, "another", id, stop, stop).Sign(key);
        var expired = new LinkToken(LinkPurpose.Keep, "emulated", id, stop, Instant.FromUtc(2026, 1, 1, 0, 0)).Sign(key);
        var gone = new LinkToken(LinkPurpose.Keep, "emulated", "no-such-cluster", stop, stop + Duration.FromHours(4)).Sign(key);
        var off = new LinkToken(LinkPurpose.Keep, "emulated", id, stop + Duration.FromHours(1), stop + Duration.FromHours(4)).Sign(key);
        yield return (HttpMethod.Get, "keep", [], HttpStatusCode.Forbidden);
        yield return (HttpMethod.Get, $"keep?token={token[..^1]}", [], HttpStatusCode.Forbidden);
        yield return (HttpMethod.Post, "keep", [("token", $"B{token[1..]}"), ("for", "1h")], HttpStatusCode.Forbidden);
        yield return (HttpMethod.Post, "keep", [("token", foreign), ("for", "1h")], HttpStatusCode.Forbidden);
        yield return (HttpMethod.Post, "keep", [("token", expired), ("for", "1h")], HttpStatusCode.Gone);
        yield return (HttpMethod.Get, $"keep?token={expired}", [], HttpStatusCode.Gone);
        yield return (HttpMethod.Get, $"keep?token={gone}", [], HttpStatusCode.NotFound);
        yield return (HttpMethod.Get, $"keep?token={off}", [], HttpStatusCode.Gone);
        yield return (HttpMethod.Post, "keep", [("token", token), ("for", "14d")], HttpStatusCode.BadRequest);
        yield return (HttpMethod.Post, "keep", [("token", token), ("for", new string('1', 5000))], HttpStatusCode.RequestEntityTooLarge);
    }
}
