using System.Globalization;
using System.Text.Json;
using HopsworksFunctions.Cli.Commands;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Advice;

namespace HopsworksFunctions.BrowserTests;

/// <summary>The windows that all observed clusters and their rules need, on the overview.</summary>
public sealed class FleetAdviceTests(Browser browser, SampleApp sample, OfficeApp office)
{
    [Fact]
    public async Task It_is_worked_out_when_asked_for_and_says_what_the_command_line_says()
    {
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(office.It);
        Assert.DoesNotContain(page.Requests, request => request.Contains("advice", StringComparison.Ordinal));

        await AskAsync(page);

        var answer = await page.It.APIRequest.GetAsync(
            office.It.Page.Replace("dashboard", "advice", StringComparison.Ordinal),
            new() { Headers = new Dictionary<string, string> { ["x-functions-key"] = office.It.Key } });
        var advice = JsonSerializer.Deserialize<FleetAdvice>(await answer.TextAsync(), HttpJson.Options)!;
        var output = new StringWriter(CultureInfo.InvariantCulture);
        AdviceText.Write(Assert.Single(advice.Rules), output);
        AdviceText.Write(Assert.Single(advice.Clusters), output);
        var said = await page.It.Locator(".advised :is(p:not(.quiet, .paste), code)").AllTextContentsAsync();
        Assert.Equal(14, said.Count);
        Assert.All(said, sentence => Assert.Contains(sentence.Replace('\u00a0', ' '), output.ToString(), StringComparison.Ordinal));
        Assert.Contains(said, sentence => sentence.StartsWith("Rule 'office (office)' needs 10 of 168 hours", StringComparison.Ordinal));
        var gain = $"saves {advice.Clusters[0].Month!.Saved:0.#} hours";
        await Expect(page.It.Locator(".advised summary").Last).ToContainTextAsync($"dev-office mon-fri 10:00-12:00 {gain}");

        await page.It.GetByRole(AriaRole.Link, new() { Name = "Open dev-office" }).ClickAsync();
        await Expect(page.It.GetByRole(AriaRole.Heading, new() { Name = "dev-office" })).ToBeFocusedAsync();
        Assert.All(page.Requests, request => Assert.StartsWith("GET ", request, StringComparison.Ordinal));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Pages_are_joined_and_what_saves_most_comes_first()
    {
        await using var page = await browser.OpenAsync();
        await page.It.RouteAsync("**/api/advice*", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = JsonSerializer.Serialize(Page(route.Request.Url.Contains("after=20", StringComparison.Ordinal)), HttpJson.Options),
        }));
        await page.ShowAsync(office.It);

        await page.It.GetByRole(AriaRole.Button, new() { Name = "Work out the advice" }).ClickAsync();

        var names = page.It.Locator(".advised summary b");
        await Expect(names).ToHaveCountAsync(25);
        Assert.Contains(page.Requests, request =>
            request.EndsWith("advice?from=2026-03-01T00%3A00%3A00Z&to=2026-06-01T00%3A00%3A00Z&after=20", StringComparison.Ordinal));
        Assert.Equal(["c-29", "c-28", "c-27"], (await names.AllTextContentsAsync()).Take(3));
        await Expect(page.It.Locator(".advised summary").First).ToContainTextAsync("saves 290 hours, $29 a month");
        await page.It.GetByRole(AriaRole.Button, new() { Name = "Show 5 more" }).ClickAsync();
        await Expect(names).ToHaveCountAsync(30);
        await Expect(page.It.Locator(".advised summary").Nth(25)).ToBeFocusedAsync();
        await Expect(page.It.Locator(".advised summary").Last).ToContainTextAsync("c-00 mon-fri 08:00-18:00 saves nothing");
        await Expect(page.It.Locator("#fleet-advice-found > p").First).ToHaveTextAsync("A doubt.");
        Assert.Empty(page.Errors);
    }

    [Theory]
    [InlineData(503, "", "The app cannot work it out right now.")]
    [InlineData(200, """
        {"from":"2026-06-01T00:00:00Z","to":"2026-06-29T00:00:00Z","share":0.95,"clusters":[],"rules":[],"doubts":[],"rule":null}
        """, "No cluster is observed.")]
    public async Task Where_there_is_none_it_says_why(int status, string answer, string why)
    {
        await using var page = await browser.OpenAsync();
        await page.It.RouteAsync(
            "**/api/advice*", route => route.FulfillAsync(new() { Status = status, Body = answer, ContentType = "application/json" }));
        await page.ShowAsync(sample.It);

        await page.It.GetByRole(AriaRole.Button, new() { Name = "Work out the advice" }).ClickAsync();

        await Expect(page.It.Locator("#fleet-advice")).ToContainTextAsync(why);
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
        await page.ShowAsync(office.It);
        await AskAsync(page);
        await page.PictureAsync($"fleet-advice-{colors}-{width}");

        await page.AssertReadableAsync();
    }

    /// <summary>Asks for the advice with the keyboard, and opens everything found.</summary>
    private static async Task AskAsync(WatchedPage page)
    {
        await page.It.GetByRole(AriaRole.Button, new() { Name = "Work out the advice" }).FocusAsync();
        await page.It.Keyboard.PressAsync("Enter");
        await Expect(page.It.Locator(".advised summary")).ToHaveCountAsync(2);
        foreach (var summary in await page.It.Locator(".advised summary").AllAsync())
        {
            await summary.FocusAsync();
            await page.It.Keyboard.PressAsync("Enter");
        }
        await Expect(page.It.Locator(".advised code").Last).ToBeVisibleAsync();
    }

    /// <summary>Returns thirty clusters on two pages. c-00 saves nothing, and each later cluster saves more than the one before.</summary>
    private static FleetAdvice Page(bool isSecond)
    {
        var (from, to) = (NodaTime.Instant.FromUtc(2026, 3, 1, 0, 0), NodaTime.Instant.FromUtc(2026, 6, 1, 0, 0));
        var clusters = Enumerable.Range(isSecond ? 20 : 0, isSecond ? 10 : 20).Select(i => new ClusterAdvice
        {
            Id = $"c-{i:00}", Name = $"c-{i:00}", From = from, To = to, Verdict = AdviceVerdict.Needs,
            Windows = ["mon-fri 08:00-18:00"], HoursUp = 50, Coverage = 1, DaysSeen = 92, TimeZone = "UTC",
            Month = new(217 + 10 * i, 217, 10 * i), Saved = i == 0 ? null : new(i, 1, null, "list price"),
        });
        return new(from, to, 0.95, [.. clusters], [], ["A doubt."]) { After = isSecond ? null : "20" };
    }
}
