using System.Globalization;
using System.Text.RegularExpressions;
using HopsworksFunctions.Tests.Deployed;

namespace HopsworksFunctions.BrowserTests;

/// <summary>The link in a warning, from a message to Slack to the dashboard.</summary>
public sealed partial class KeepLinkTests(Browser browser)
{
    [Fact]
    public async Task The_link_in_a_message_keeps_the_cluster_running()
    {
        await using var slack = await StandIn.AnsweringAsync(200, "ok", "text/plain");
        await using var app = await LocalApp.StartAsync(
            EndsInMinutes(), LocalApp.Newborn, setting: ("Secrets__slack-webhook", $"{slack.Address}services/T/B/x"));
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

    /// <summary>A window that has been open for an hour and closes within the time of the warning.</summary>
    private static string EndsInMinutes()
    {
        var now = TimeProvider.System.GetUtcNow();
        var window = string.Create(CultureInfo.InvariantCulture, $"{now.AddHours(-1):yyyy-MM-dd HH:mm}-{now.AddMinutes(12):HH:mm}");
        return $$"""
            { "timeZone": "UTC", "schedules": { "now": { "up": ["{{window}}"] } }, "rules": [{ "name": "dev", "match": { "name": "dev-*" }, "schedule": "now", "warn": "30m" }, { "name": "rest", "match": {}, "manage": false }],
              "notify": [{ "type": "slack", "urlSecret": "slack-webhook", "on": ["warn"] }] }
            """;
    }

    [GeneratedRegex(@"http://localhost:\d+/api/keep\?token=[A-Za-z0-9._~%-]+")]
    private static partial Regex KeepLink();
}
