using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace HopsworksFunctions.BrowserTests;

/// <summary>Labels, contrast, structure and widths, as far as a machine can check them.</summary>
public sealed class AppearanceTests(Browser browser, SampleApp sample)
{
    [Theory]
    [InlineData(ColorScheme.Light, false, "light")]
    [InlineData(ColorScheme.Dark, false, "dark")]
    [InlineData(ColorScheme.Light, true, "phone")]
    [InlineData(ColorScheme.Dark, true, "phone-dark")]
    public async Task Nothing_keeps_people_from_reading_or_using_it(ColorScheme colors, bool phone, string name)
    {
        await using var page = await browser.OpenAsync(colors, phone);
        await page.ShowAsync(sample.It);
        await CheckAsync(page, name);

        await page.It.GetByLabel("Why: dev-anna").ClickAsync();
        await page.It.GetByLabel("Select dev-anna").CheckAsync();
        await page.OpenMenuAsync("dev-chen");
        AssertNone(await page.It.RunAxe());
        await page.It.GetByRole(AriaRole.Menuitem, new() { Name = "Set hold…" }).ClickAsync();
        AssertNone(await page.Dialog.RunAxe());
        await page.PictureAsync($"{name}-hold", fullPage: false);
        await page.It.Keyboard.PressAsync("Escape");
        await page.It.GetByRole(AriaRole.Button, new() { Name = "Run now…" }).ClickAsync();
        AssertNone(await page.Dialog.RunAxe());
        await page.It.Keyboard.PressAsync("Escape");

        await page.It.GetByRole(AriaRole.Button, new() { Name = "Assumptions" }).ClickAsync();
        AssertNone(await page.It.RunAxe());
        await page.PictureAsync($"{name}-grounds", fullPage: false);

        await page.GoAsync(sample.It, "#/cluster/dev-anna");
        await Expect(page.It.Locator("#panel-history .a-who").First).ToBeVisibleAsync();
        await CheckAsync(page, $"{name}-cluster");

        await page.GoAsync(sample.It, "#/history");
        await Expect(page.It.Locator("#audit-rows tr").First).ToBeVisibleAsync();
        await CheckAsync(page, $"{name}-history");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task An_empty_fleet_says_so_in_words()
    {
        await using var app = await LocalApp.StartAsync(clusters: []);
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(app);

        await Expect(page.It.GetByRole(AriaRole.Heading, new() { Name = "No clusters yet" })).ToBeVisibleAsync();
        await Expect(page.It.Locator("#card-now")).ToContainTextAsync("No clusters");
        await CheckAsync(page, "empty");
        Assert.Empty(page.Errors);
    }

    private static async Task CheckAsync(WatchedPage page, string name)
    {
        await page.PictureAsync(name);
        AssertNone(await page.It.RunAxe());
        Assert.True(await page.It.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
            $"{name} is wider than the screen");
    }

    private static void AssertNone(AxeResult result) =>
        Assert.Empty(result.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))}"));
}
