using System.Text.Json;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Coverage;
using NodaTime;

namespace HopsworksFunctions.BrowserTests;

/// <summary>The gaps in the policies, on the overview.</summary>
public sealed class CoverageTests(Browser browser, SampleApp sample)
{
    [Fact]
    public async Task It_says_how_many_there_are_of_each_kind_and_what_the_app_says_of_them()
    {
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(sample.It);
        await OpenAllAsync(page);

        var answer = await page.It.APIRequest.GetAsync(
            $"{sample.It.Page.Replace("dashboard", "coverage", StringComparison.Ordinal)}?zone=policies",
            new() { Headers = new Dictionary<string, string> { ["x-functions-key"] = sample.It.Key } });
        var report = JsonSerializer.Deserialize<CoverageReport>(await answer.TextAsync(), HttpJson.Options)!;
        Assert.Contains(page.Requests, request => request.EndsWith("coverage?zone=policies", StringComparison.Ordinal));
        Assert.Equal($"{report.Kinds.Sum(its => its.Count)} findings", await page.It.Locator("#coverage h2 .count").TextContentAsync());
        Assert.Equal(
            report.Kinds.Where(its => its.Count + its.Expected > 0).Select(its => its.Title),
            await page.It.Locator("#coverage summary b").AllTextContentsAsync());
        var said = await page.It.Locator("#coverage .findings p").AllTextContentsAsync();
        Assert.All(report.Findings.SelectMany(its => (string[])[its.Message, its.Todo]), sentence => Assert.Contains(sentence, said));
        await Expect(page.It.Locator("#coverage summary").Filter(new() { HasText = "Always running" })).ToContainTextAsync("2 as wanted");
        await Expect(page.It.Locator("#coverage")).ToContainTextAsync("None: nearly protected, no rule, ");
        foreach (var note in report.Notes)
            await Expect(page.It.Locator("#coverage")).ToContainTextAsync(note);

        await page.It.Locator("#coverage").GetByRole(AriaRole.Link, new() { Name = "demo-hannover" }).ClickAsync();
        await Expect(page.It.GetByRole(AriaRole.Heading, new() { Name = "demo-hannover" })).ToBeFocusedAsync();
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Clusters_of_which_the_same_is_said_stand_together_and_long_lists_wait_until_asked_for()
    {
        await using var page = await browser.OpenAsync();
        await page.It.RouteAsync("**/api/coverage?*", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = JsonSerializer.Serialize(Page(route.Request.Url.Contains("after=50", StringComparison.Ordinal)), HttpJson.Options),
        }));
        await page.ShowAsync(sample.It);
        await OpenAllAsync(page);

        var groups = page.It.Locator("#coverage .findings > li");
        await Expect(groups).ToHaveCountAsync(26);
        await Expect(groups.First).ToContainTextAsync("n-00 (anna), n-01, n-02");
        await page.It.GetByRole(AriaRole.Button, new() { Name = "Show 5 more" }).ClickAsync();
        await Expect(groups).ToHaveCountAsync(31);
        await Expect(groups.Nth(26).Locator("a")).ToBeFocusedAsync();
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task An_app_that_cannot_say_leaves_the_rest_of_the_page()
    {
        await using var page = await browser.OpenAsync();
        await page.It.RouteAsync("**/api/coverage?*", route => route.FulfillAsync(new() { Status = 503 }));
        await page.ShowAsync(sample.It);

        await Expect(page.It.Locator(".forecast")).ToBeVisibleAsync();
        await Expect(page.It.Locator("#coverage")).ToBeHiddenAsync();
        await Expect(page.It.Locator("#trouble")).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1400)]
    [InlineData(ColorScheme.Dark, 1400)]
    [InlineData(ColorScheme.Light, 360)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task It_can_be_read_and_used_in_each_theme_and_width(ColorScheme colors, int width)
    {
        await using var page = await browser.OpenAsync(colors, phone: width < 400);
        await page.It.SetViewportSizeAsync(width, 900);
        await page.ShowAsync(sample.It);
        await OpenAllAsync(page);
        await page.PictureAsync($"coverage-{colors}-{width}");

        await page.AssertReadableAsync();
    }

    /// <summary>Opens all findings with the keyboard.</summary>
    private static async Task OpenAllAsync(WatchedPage page)
    {
        await Expect(page.It.Locator("#coverage")).ToBeVisibleAsync();
        foreach (var summary in await page.It.Locator("#coverage summary").AllAsync())
        {
            await summary.FocusAsync();
            await page.It.Keyboard.PressAsync("Enter");
        }
        await Expect(page.It.Locator("#coverage details[open] .findings")).ToHaveCountAsync(
            await page.It.Locator("#coverage summary").CountAsync());
    }

    /// <summary>Returns twenty clusters without a rule, which share their text, and thirty in error, each with its own message.</summary>
    private static CoverageReport Page(bool isSecond)
    {
        var same = Enumerable.Range(0, 20).Select(i => new CoverageFinding(
            CoverageKind.NoRule, $"n-{i:00}", $"n-{i:00}", null, i == 0 ? "anna" : null, "No rule matches.", "Add a rule."));
        var errors = Enumerable.Range(0, 30).Select(i => new CoverageFinding(
            CoverageKind.InError, $"e-{i:00}", $"e-{i:00}", "dev", null, $"In state error: {i}.", "Repair it."));
        var all = same.Concat(errors).ToList();
        return new()
        {
            From = Instant.FromUtc(2026, 6, 1, 0, 0), To = Instant.FromUtc(2026, 6, 15, 0, 0), Days = 14, Clusters = 50, Notes = [],
            Kinds = [new(CoverageKind.NoRule, "No rule", 20, 0), new(CoverageKind.InError, "In error", 30, 0)],
            Findings = isSecond ? all[40..] : all[..40], After = isSecond ? null : "50",
        };
    }
}
