using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace HopsworksFunctions.BrowserTests;

/// <summary>Labels, contrast, structure and widths, as far as a machine can tell.</summary>
public sealed class AppearanceTests(Browser browser, SampleApp sample)
{
    [Theory]
    [InlineData(ColorScheme.Light, false, "light")]
    [InlineData(ColorScheme.Dark, false, "dark")]
    [InlineData(ColorScheme.Light, true, "phone")]
    public async Task Nothing_keeps_people_from_reading_or_using_it(ColorScheme colors, bool phone, string name)
    {
        await using var page = await browser.OpenAsync(colors, phone);
        await page.ShowAsync(sample.It);
        await Expect(page.It.Locator("#audit-rows tr").First).ToBeVisibleAsync();
        await page.PictureAsync(name);

        AssertNone(await page.It.RunAxe());
        Assert.True(await page.It.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
            "the page is wider than the screen");

        await page.PressAsync("dev-anna", "Hold");
        AssertNone(await page.Dialog.RunAxe());
        Assert.Empty(page.Errors);
    }

    private static void AssertNone(AxeResult result) =>
        Assert.Empty(result.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))}"));
}
