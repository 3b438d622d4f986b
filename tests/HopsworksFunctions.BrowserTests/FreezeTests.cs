using System.Text.RegularExpressions;

namespace HopsworksFunctions.BrowserTests;

/// <summary>A freeze of the account and of a rule, on the page: set, shown in red, and ended.</summary>
public sealed class FreezeTests(Browser browser)
{
    private static string Policies => ActingTests.WindowAround(TimeSpan.FromHours(-1), TimeSpan.FromHours(5));

    [Fact]
    public async Task The_account_is_frozen_and_unfrozen()
    {
        await using var app = await LocalApp.StartAsync(Policies, LocalApp.Newborn);
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(app);
        await Expect(page.It.Locator("#frozen")).ToBeHiddenAsync();

        await page.It.GetByRole(AriaRole.Button, new() { Name = "Freeze…", Exact = true }).ClickAsync();
        await Expect(page.Dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("due before then will not be made");
        await page.Dialog.Locator("select[name=until]").SelectOptionAsync("");
        await page.ConfirmAsync("Freeze");
        await Expect(page.Dialog).ToBeVisibleAsync();
        await page.Dialog.GetByLabel("Your name").FillAsync("Bea");
        await page.Dialog.GetByLabel("Reason").FillAsync("<b>quarter</b> close");
        await page.PictureAsync("dialog", fullPage: false);
        await page.ConfirmAsync("Freeze");

        var banner = page.It.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Frozen" });
        await Expect(banner).ToContainTextAsync(new Regex("Frozen until someone unfreezes it\\..*By Bea, .*: <b>quarter</b> close\\."));
        await Expect(page.It.Locator("#card-now .big")).ToContainTextAsync("Frozen");
        await Expect(page.Line("dev-anna").Locator(".c-next")).ToContainTextAsync("frozen");
        await Expect(page.It.GetByRole(AriaRole.Button, new() { Name = "Freeze…", Exact = true })).ToBeHiddenAsync();
        await Expect(page.It.Locator("#card-next")).ToContainTextAsync("not made: ");
        await page.PictureAsync("frozen");
        await page.OpenMenuAsync("dev-anna");
        await Expect(page.It.GetByRole(AriaRole.Menuitem, new() { Name = "Stop…" })).ToContainTextAsync("Bea froze this account");
        await page.It.Keyboard.PressAsync("Escape");

        await banner.GetByRole(AriaRole.Button, new() { Name = "Unfreeze…" }).ClickAsync();
        await page.ConfirmAsync("Unfreeze");
        await Expect(page.It.Locator("#frozen")).ToBeHiddenAsync();
        await Expect(page.Line("dev-anna").Locator(".c-next")).ToContainTextAsync("stops ");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_frozen_rule_needs_attention_and_leaves_the_others_alone()
    {
        await using var app = await LocalApp.StartAsync(Policies, LocalApp.Newborn);
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(app);

        await page.It.GetByRole(AriaRole.Button, new() { Name = "Freeze…", Exact = true }).ClickAsync();
        await page.Dialog.Locator("select[name=rule]").SelectOptionAsync("all");
        await page.ConfirmAsync("Freeze");

        var line = page.It.Locator("#attention li", new() { HasText = "Frozen rule" });
        await Expect(line).ToContainTextAsync("Rule 'all' until ");
        await Expect(page.It.Locator("#frozen")).ToBeHiddenAsync();
        await page.PictureAsync("rule");
        await line.GetByRole(AriaRole.Button, new() { Name = "Unfreeze rule all" }).ClickAsync();
        await page.ConfirmAsync("Unfreeze");
        await Expect(line).ToHaveCountAsync(0);
        Assert.Empty(page.Errors);
    }
}
