using HopsworksFunctions.Testing;

namespace HopsworksFunctions.BrowserTests;

/// <summary>The page shows the actions that its reader may take, and no others.</summary>
public sealed class AccessTests(Browser browser)
{
    private static string Policies => ActingTests.WindowAround(TimeSpan.FromHours(-1), TimeSpan.FromHours(5));

    [Fact]
    public async Task Whoever_has_the_function_key_can_freeze_but_not_unfreeze()
    {
        await using var app = await LocalApp.StartAsync(Policies, LocalApp.Newborn);
        await using var page = await browser.OpenAsync();
        await page.It.GotoAsync($"{app.Page}#key={app.FunctionKey}");
        await Expect(page.It.Locator("#freshness")).Not.ToBeEmptyAsync();

        await page.It.GetByRole(AriaRole.Button, new() { Name = "Freeze…", Exact = true }).ClickAsync();
        await page.ConfirmAsync("Freeze");

        await Expect(page.It.Locator("#frozen")).ToContainTextAsync("Unfreezing needs the owner’s key.");
        await Expect(page.It.GetByRole(AriaRole.Button, new() { Name = "Unfreeze…" })).ToHaveCountAsync(0);
        await Expect(page.It.Locator("#run-now")).ToBeVisibleAsync();
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Who_has_signed_in_sees_what_their_role_allows()
    {
        await using var app = await LocalApp.StartAsync(Policies, LocalApp.Newborn, setting: ("WEBSITE_AUTH_ENABLED", "True"));
        await using var page = await browser.OpenAsync();

        await SignInAsync("nils@example.com", []);
        await page.It.GotoAsync(app.Address);
        await Expect(page.It.Locator("#trouble")).ToContainTextAsync("nils@example.com has no role in this app");
        await page.PictureAsync("no role");

        await SignInAsync("rita@example.com", ["reader"]);
        await page.It.ReloadAsync();
        await Expect(page.It.Locator("#reader")).ToHaveTextAsync("Signed in as rita@example.com (reader)");
        foreach (var button in (string[])["#freeze", "#run-now"])
            await Expect(page.It.Locator(button)).ToBeHiddenAsync();
        await page.OpenMenuAsync("dev-anna");
        await Expect(page.It.GetByRole(AriaRole.Menuitem)).ToHaveTextAsync(["Open page", "View history", "Copy link"]);
        await page.It.Keyboard.PressAsync("Escape");
        await page.PictureAsync("reader");

        await SignInAsync("olle@example.com", ["operator"], "risk");
        await page.It.ReloadAsync();
        await page.OpenMenuAsync("dev-anna");
        await Expect(page.It.GetByRole(AriaRole.Menuitem).First).ToContainTextAsync("Set hold…");
        await page.It.GetByRole(AriaRole.Menuitem).First.ClickAsync();
        await Expect(page.Dialog.GetByLabel("Your name")).ToHaveCountAsync(0);
        await page.ConfirmAsync("Set hold");
        await Expect(page.Line("dev-anna")).ToContainTextAsync("on hold");
        await page.OpenMenuAsync("train-forecast");
        await Expect(page.It.GetByRole(AriaRole.Menuitem)).ToHaveTextAsync(["Open page", "View history", "Copy link"]);

        Task SignInAsync(string name, string[] roles, params string[] groups) => page.It.SetExtraHTTPHeadersAsync(
            AppServiceHeaders.Person(name, roles, groups).Select(header => KeyValuePair.Create(header.Name, header.Value)));
    }
}
