using System.Text.RegularExpressions;
using HopsworksEmulator.ControlPlane;

namespace HopsworksFunctions.BrowserTests;

/// <summary>The first steps of a newcomer who runs <c>run</c>.</summary>
public sealed class FleetTests(Browser browser, SampleApp sample)
{
    [Fact]
    public async Task Shows_the_emulated_fleet_and_follows_it()
    {
        var app = sample.It;
        await using var page = await browser.OpenAsync();
        await page.It.Clock.InstallAsync();

        await page.ShowAsync(app);

        await Expect(page.It.Locator("#table tr[data-id]")).ToHaveCountAsync(16);
        await Expect(page.Line("prod-fraud")).ToContainTextAsync("Protected: rule 'production'");
        await Expect(page.It.Locator("#last-run")).ToContainTextAsync("ok: ");
        // At any time, this cluster ran in the four days before and has a window in the three days to come, and two clusters are held.
        await Expect(page.Line("train-churn").GetByRole(AriaRole.Img))
            .ToHaveAttributeAsync("aria-label", new Regex("Running .* In schedule "));
        await Expect(page.Line("train-churn").Locator("svg .up").First).ToBeAttachedAsync();
        await Expect(page.It.Locator("#table svg .hold").Nth(1)).ToBeAttachedAsync();
        await Expect(page.It.Locator("#saved")).ToContainTextAsync("$");
        await Expect(page.It.Locator("#grounds")).ToContainTextAsync("ample prices, made up");
        await Expect(page.It.Locator("#card-next")).ToContainTextAsync(new Regex("\\d (starts?|stops?|holds? ends?) \\("));
        await Expect(page.It.Locator("#attention li").First).ToContainTextAsync("demo-hannover");
        await Expect(page.Line("dev-anna").Locator(".owner")).ToHaveTextAsync("risk");

        app.Hopsworks.Set(app.IdOf("demo-sales"), it => it with { State = ClusterStates.Error, ErrorMessage = "out of quota" });
        await page.It.Clock.FastForwardAsync("00:16");

        await Expect(page.Line("demo-sales")).ToContainTextAsync("out of quota");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Takes_the_key_out_of_the_address_and_keeps_it_for_the_tab_only()
    {
        var app = sample.It;
        await using var page = await browser.OpenAsync();

        foreach (var address in (string[])[app.Address, $"{app.Page}?code={app.Key}"])
        {
            await page.It.GotoAsync(address);
            await Expect(page.Line("dev-anna")).ToBeVisibleAsync();
            Assert.Equal(app.Page, page.It.Url);
        }
        Assert.Equal((0, ""), await page.It.EvaluateAsync<int>("localStorage.length") is var stored
            ? (stored, await page.It.EvaluateAsync<string>("document.cookie")) : default);
        Assert.DoesNotContain(app.Key, await page.It.ContentAsync(), StringComparison.Ordinal);

        await page.It.ReloadAsync();
        await Expect(page.Line("dev-anna")).ToBeVisibleAsync();
        Assert.All(page.Requests.Where(r => !r.Contains("dashboard", StringComparison.Ordinal)), r =>
            Assert.DoesNotContain(app.Key, r, StringComparison.Ordinal));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Asks_for_a_key_that_is_missing_or_refused()
    {
        var app = sample.It;
        await using var page = await browser.OpenAsync();

        await page.It.GotoAsync(app.Page);
        await Expect(page.It.GetByLabel("Function key", new() { Exact = true })).ToBeFocusedAsync();
        await page.It.GetByLabel("Function key", new() { Exact = true }).FillAsync("wrong");
        await page.It.Keyboard.PressAsync("Enter");
        await Expect(page.It.GetByText("The function key was rejected.")).ToBeVisibleAsync();
        await Expect(page.It.Locator("#content")).ToBeHiddenAsync();

        await page.It.GetByLabel("Function key", new() { Exact = true }).FillAsync(app.Key);
        await page.It.Keyboard.PressAsync("Enter");
        await Expect(page.Line("dev-anna")).ToBeVisibleAsync();

        await page.It.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await page.It.GetByRole(AriaRole.Menuitem, new() { Name = "Remove key" }).ClickAsync();
        await Expect(page.It.Locator("#content")).ToBeHiddenAsync();
        Assert.Equal(0, await page.It.EvaluateAsync<int>("Object.values(sessionStorage).length"));
        Assert.All(page.Errors, error => Assert.Contains("401", error, StringComparison.Ordinal));
    }
}
