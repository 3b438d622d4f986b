using System.Globalization;

namespace HopsworksFunctions.BrowserTests;

/// <summary>Hold, release, start, stop, and stops allowed once: each asks first, and says what came of it.</summary>
public sealed class ActingTests(Browser browser, SampleApp sample, AlwaysUpApp up) : IClassFixture<AlwaysUpApp>
{
    [Fact]
    public async Task A_hold_is_set_shown_and_released()
    {
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(sample.It);

        await page.PressAsync("dev-bjorn", "Hold");
        await page.Dialog.GetByLabel("It stays").SelectOptionAsync("asIs");
        await page.Dialog.GetByLabel("Until").SelectOptionAsync("2h");
        await page.Dialog.GetByLabel("By").FillAsync("Bea");
        await page.Dialog.GetByLabel("Why").FillAsync("<b>month</b>-end");
        await page.PictureAsync("dialog");
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Hold", Exact = true }).ClickAsync();

        await Expect(page.Dialog).ToBeHiddenAsync();
        await Expect(page.Line("dev-bjorn").Locator(".held")).ToContainTextAsync("held as it is until");
        await Expect(page.Line("dev-bjorn").Locator(".held")).ToContainTextAsync("by Bea (<b>month</b>-end)");
        await Expect(page.Line("dev-bjorn").Locator("svg .hold").Last).ToContainTextAsync("by Bea");
        await Expect(page.It.Locator("#audit-rows tr").First).ToContainTextAsync("hold");

        await page.PressAsync("dev-bjorn", "Release");
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Release", Exact = true }).ClickAsync();
        await Expect(page.Line("dev-bjorn").Locator(".held")).ToHaveCountAsync(0);
        await Expect(page.Line("dev-bjorn").GetByRole(AriaRole.Button, new() { Name = "Release" })).ToHaveCountAsync(0);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_stop_is_made_only_when_it_is_confirmed_and_a_start_too()
    {
        var app = up.It;
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(app);

        await page.Line("dev-anna").GetByRole(AriaRole.Button, new() { Name = "Stop dev-anna" }).FocusAsync();
        await page.It.Keyboard.PressAsync("Enter");
        await Expect(page.Dialog).ToContainTextAsync("Hopsworks deletes its 2 workers");
        await page.It.Keyboard.PressAsync("Escape");
        await Expect(page.Dialog).ToBeHiddenAsync();
        Assert.DoesNotContain(page.Requests, r => r.StartsWith("POST", StringComparison.Ordinal));

        await page.PressAsync("dev-anna", "Stop");
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
        await Expect(page.Line("dev-anna").Locator(".state")).ToHaveTextAsync("stopped");

        await page.PressAsync("dev-anna", "Start");
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        await Expect(page.Line("dev-anna").Locator(".state")).ToHaveTextAsync("running");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_refusal_is_shown_in_the_apps_words_and_changes_nothing()
    {
        var app = up.It;
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(app);

        await page.PressAsync("dev-bjorn", "Stop");
        app.Hopsworks.Set(app.IdOf("dev-bjorn"), it => it with { BackupPipelineInProgress = true });
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();

        await Expect(page.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("backup");
        await Expect(page.Dialog).ToBeVisibleAsync();
        Assert.Equal("running", app.Hopsworks.Get(app.IdOf("dev-bjorn"))!.State);
    }

    [Fact]
    public async Task Stops_that_the_limit_kept_back_are_allowed_once()
    {
        var now = TimeProvider.System.GetUtcNow();
        var over = string.Create(CultureInfo.InvariantCulture, $"{now.AddHours(-2):yyyy-MM-dd HH:mm}-{now.AddHours(-1):HH:mm}");
        await using var app = await LocalApp.StartAsync(
            $$"""{ "timeZone": "UTC", "schedules": { "over": { "up": ["{{over}}"] } }, "rules": [{ "name": "all", "match": {}, "schedule": "over" }], "limits": { "maxStopsPerRun": 1 } }""", LocalApp.Newborn);
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(app);

        await Expect(page.It.Locator("#incidents")).ToContainTextAsync("Limit");
        await page.It.GetByRole(AriaRole.Button, new() { Name = "Allow once…" }).ClickAsync();
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Allow and run" }).ClickAsync();

        await Expect(page.It.Locator("#said")).ToContainTextAsync("stops and 0 starts sent");
        await Expect(page.Line("dev-anna").Locator(".state")).ToHaveTextAsync("stopped");
        await Expect(page.It.Locator("#incidents")).ToBeHiddenAsync();
        Assert.Empty(page.Errors);
    }
}
