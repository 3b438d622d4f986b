using System.Globalization;
using System.Text.RegularExpressions;
using HopsworksFunctions.Tests.Deployed;

namespace HopsworksFunctions.BrowserTests;

/// <summary>The keep-running link in a stop warning, from a Slack message to the dashboard.</summary>
public sealed partial class KeepLinkTests(Browser browser)
{
    [Fact]
    public async Task The_link_in_a_message_keeps_the_cluster_running()
    {
        await using var slack = await StandIn.AnsweringAsync(200, "ok", "text/plain");
        await using var app = await LocalApp.StartAsync(
            EndsAfter(12, "warn"), LocalApp.Newborn, setting: ("Secrets__slack-webhook", $"{slack.Address}services/T/B/x"));
        await using var page = await browser.OpenAsync();
        var message = slack.Asked.Select(a => a.Body).Single(body => body.Contains("/keep?token=", StringComparison.Ordinal));
        var link = KeepLink().Matches(message).Select(m => m.Value).First();

        await page.It.GotoAsync(link);
        await Expect(page.It.GetByRole(AriaRole.Heading, new() { Name = "Keep dev-" })).ToBeVisibleAsync();
        await page.PictureAsync("keep");
        await page.It.GetByRole(AriaRole.Button, new() { Name = "Keep running" }).ClickAsync();
        await Expect(page.It.GetByRole(AriaRole.Heading, new() { Name = "keeps running" })).ToBeVisibleAsync();

        await page.ShowAsync(app);
        await Expect(page.It.Locator("#table .held").First).ToHaveAttributeAsync("title", new Regex("by keep-running link"));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_link_in_the_message_about_a_stop_starts_the_cluster_again()
    {
        await using var slack = await StandIn.AnsweringAsync(200, "ok", "text/plain");
        await using var app = await LocalApp.StartAsync(
            EndsAfter(-5, "stop"), LocalApp.Newborn, setting: ("Secrets__slack-webhook", $"{slack.Address}services/T/B/x"));
        await using var page = await browser.OpenAsync();
        var message = slack.Asked.Select(a => a.Body).Single(body => body.Contains("/start?token=", StringComparison.Ordinal));
        var link = StartLink().Match(message).Value;

        var start = page.It.GetByRole(AriaRole.Button, new() { Name = "Start dev-" });
        for (var deadline = TimeProvider.System.GetUtcNow().AddSeconds(30); !await start.IsVisibleAsync();)
        {
            Assert.True(TimeProvider.System.GetUtcNow() < deadline, "The page never offered to start the cluster.");
            await page.It.GotoAsync(link);
        }
        await page.PictureAsync("start");
        await start.ClickAsync();
        await Expect(page.It.GetByRole(AriaRole.Heading, new() { Name = "Starting dev-" })).ToBeVisibleAsync();
        // The browser reports the refusals as failed resources.
        Assert.All(page.Errors, error => Assert.Contains("409", error, StringComparison.Ordinal));
    }

    /// <summary>Returns policies with a window that began two hours ago and ends this many minutes from now.</summary>
    internal static string EndsAfter(int minutes, string on)
    {
        var now = TimeProvider.System.GetUtcNow();
        var window = string.Create(
            CultureInfo.InvariantCulture, $"{now.AddHours(-2):yyyy-MM-dd HH:mm} > {now.AddMinutes(minutes):yyyy-MM-dd HH:mm}");
        return $$"""
            { "timeZone": "UTC", "schedules": { "now": { "up": ["{{window}}"] } }, "rules": [{ "name": "dev", "match": { "name": "dev-*" }, "schedule": "now"{{(on == "warn" ? ", \"warn\": \"30m\"" : "")}} }, { "name": "rest", "match": {}, "manage": false }],
              "notify": [{ "type": "slack", "urlSecret": "slack-webhook", "on": ["{{on}}"] }] }
            """;
    }

    [GeneratedRegex(@"http://localhost:\d+/api/keep\?token=[A-Za-z0-9._~%-]+")]
    private static partial Regex KeepLink();

    [GeneratedRegex(@"http://localhost:\d+/api/start\?token=[A-Za-z0-9._~%-]+")]
    private static partial Regex StartLink();
}
