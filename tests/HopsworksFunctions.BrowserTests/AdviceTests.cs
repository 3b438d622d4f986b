using System.Globalization;
using System.Text.Json;
using HopsworksFunctions.Cli.Commands;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Advice;

namespace HopsworksFunctions.BrowserTests;

/// <summary>The windows that a cluster needs according to its history, on its page.</summary>
public sealed class AdviceTests(Browser browser, SampleApp sample, OfficeApp office)
{
    [Theory]
    [InlineData(OfficeLife.Name, AdviceVerdict.Needs, 7)]
    [InlineData("demo-hannover", AdviceVerdict.TooFewDays, 1)]
    public async Task It_says_what_the_command_line_says(string cluster, AdviceVerdict verdict, int sentences)
    {
        var app = cluster == OfficeLife.Name ? office.It : sample.It;
        await using var page = await OpenAsync(app, cluster);
        var answer = await page.It.APIRequest.GetAsync(
            $"{app.Page.Replace("dashboard", "advice", StringComparison.Ordinal)}?cluster={cluster}",
            new() { Headers = new Dictionary<string, string> { ["x-functions-key"] = app.Key } });
        var advice = JsonSerializer.Deserialize<ClusterAdvice>(await answer.TextAsync(), HttpJson.Options)!;
        var output = new StringWriter(CultureInfo.InvariantCulture);
        AdviceText.Write(advice, output);

        Assert.Equal(verdict, advice.Verdict);
        var said = await page.It.Locator("#panel-advice :is(p:not(.quiet, .paste), code)").AllTextContentsAsync();
        Assert.Equal(sentences, said.Count);
        Assert.All(said, sentence => Assert.Contains(sentence.Replace('\u00a0', ' '), output.ToString(), StringComparison.Ordinal));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Its_windows_are_copied_as_a_schedule_and_nothing_is_changed()
    {
        await using var page = await OpenAsync(office.It, OfficeLife.Name);
        await page.It.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);

        await page.It.GetByRole(AriaRole.Button, new() { Name = "Copy windows" }).ClickAsync();
        await Expect(page.It.Locator("#said")).ToHaveTextAsync("Windows copied.");

        using var copied = JsonDocument.Parse(await page.It.EvaluateAsync<string>("navigator.clipboard.readText()"));
        // The schedule takes its time zone from the policies, so it need not repeat it.
        Assert.False(copied.RootElement.TryGetProperty("timeZone", out _));
        Assert.Equal(["mon-fri 10:00-12:00"], copied.RootElement.GetProperty("up").EnumerateArray().Select(window => window.GetString()));
        Assert.All(page.Requests, request => Assert.StartsWith("GET ", request, StringComparison.Ordinal));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Windows_that_the_browser_does_not_let_the_page_copy_are_selected()
    {
        await using var page = await OpenAsync(office.It, OfficeLife.Name);
        await page.It.EvaluateAsync("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }");

        await page.It.GetByRole(AriaRole.Button, new() { Name = "Copy windows" }).ClickAsync();

        await Expect(page.It.Locator("#said")).ToContainTextAsync("The windows are selected");
        Assert.Equal(
            await page.It.Locator("#panel-advice code").TextContentAsync(), await page.It.EvaluateAsync<string>("String(getSelection())"));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Advice_that_cannot_be_had_leaves_the_rest_of_the_page()
    {
        await using var page = await browser.OpenAsync();
        await page.It.RouteAsync("**/api/advice?*", route => route.FulfillAsync(new() { Status = 503 }));
        await page.ShowAsync(office.It);
        await page.GoAsync(office.It, $"#/cluster/{OfficeLife.Name}");

        await Expect(page.It.Locator("#panel-advice")).ToContainTextAsync("The app cannot read its history right now.");
        await Expect(page.It.Locator("#panel-heat .heat")).ToBeVisibleAsync();
        await Expect(page.It.Locator("#trouble")).ToBeHiddenAsync();
    }

    private async Task<WatchedPage> OpenAsync(LocalApp app, string cluster)
    {
        var page = await browser.OpenAsync();
        await page.ShowAsync(app);
        await page.GoAsync(app, $"#/cluster/{cluster}");
        await Expect(page.It.Locator("#panel-advice p").First).Not.ToHaveTextAsync("Loading…");
        return page;
    }
}
