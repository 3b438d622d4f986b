using System.Globalization;
using System.Text.RegularExpressions;

namespace HopsworksFunctions.BrowserTests;

/// <summary>Hold, release, start, stop, keep running, and allowed stops: each asks for confirmation and shows its result.</summary>
public sealed class ActingTests(Browser browser, SampleApp sample, AlwaysUpApp up) : IClassFixture<AlwaysUpApp>
{
    [Fact]
    public async Task A_hold_is_set_shown_and_released()
    {
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(sample.It);

        await page.PressAsync("dev-bjorn", "Set hold");
        await page.Dialog.GetByRole(AriaRole.Radio, new() { Name = "As is" }).CheckAsync();
        await page.Dialog.Locator("select[name=until]").SelectOptionAsync("2h");
        await page.Dialog.GetByLabel("Your name").FillAsync("Bea");
        await page.Dialog.GetByLabel("Reason").FillAsync("<b>month</b>-end");
        await Expect(page.Dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("dev-bjorn will be kept as is until ");
        await page.PictureAsync("dialog", fullPage: false);
        await page.ConfirmAsync("Set hold");

        await Expect(page.Dialog).ToBeHiddenAsync();
        var held = page.Line("dev-bjorn").Locator(".held");
        await Expect(held).ToHaveAttributeAsync("title", new Regex("^Kept as is until .* by Bea \\(<b>month</b>-end\\)"));
        await Expect(page.Line("dev-bjorn").Locator("svg .hold")).ToBeAttachedAsync();

        await page.PressAsync("dev-bjorn", "Release hold");
        await page.ConfirmAsync("Release hold");
        await Expect(held).ToHaveCountAsync(0);

        await page.GoAsync(sample.It, "#/history");
        var entry = page.It.Locator("#audit-rows tr", new() { HasText = "<b>month</b>-end" }).First;
        await Expect(entry.Locator(".a-who")).ToHaveTextAsync("Bea");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_stop_is_made_only_when_it_is_confirmed_and_a_start_too()
    {
        var app = up.It;
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(app);

        await page.PressAsync("dev-anna", "Stop");
        await Expect(page.Dialog).ToContainTextAsync("Hopsworks.ai deletes its 2 worker nodes");
        await page.It.Keyboard.PressAsync("Escape");
        await Expect(page.Dialog).ToBeHiddenAsync();
        Assert.DoesNotContain(page.Requests, r => r.StartsWith("POST", StringComparison.Ordinal));

        await page.PressAsync("dev-anna", "Stop");
        await page.ConfirmAsync("Stop dev-anna");
        await Expect(page.State("dev-anna")).ToHaveTextAsync("stopped");

        await page.PressAsync("dev-anna", "Start");
        await page.ConfirmAsync("Start dev-anna");
        await Expect(page.State("dev-anna")).ToHaveTextAsync("running");
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
        await page.ConfirmAsync("Stop dev-bjorn");

        await Expect(page.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("backup");
        await Expect(page.Dialog).ToBeVisibleAsync();
        Assert.Equal("running", app.Hopsworks.Get(app.IdOf("dev-bjorn"))!.State);
    }

    [Fact]
    public async Task Many_are_held_and_released_together()
    {
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(up.It);

        foreach (var name in (string[])["train-churn", "train-vision"])
            await page.It.GetByLabel($"Select {name}", new() { Exact = true }).CheckAsync();
        await page.It.GetByRole(AriaRole.Button, new() { Name = "Set hold on 2…" }).ClickAsync();
        await Expect(page.Dialog.GetByLabel("Affected clusters")).ToContainTextAsync("train-vision");
        await page.PictureAsync("bulk", fullPage: false);
        await page.ConfirmAsync("Set hold");
        await Expect(page.It.Locator("#said")).ToContainTextAsync("2 clusters kept running.");
        await Expect(page.It.Locator("#table .held")).ToHaveCountAsync(2);
        await Expect(page.It.Locator("#bulk")).ToBeHiddenAsync();

        await page.It.GetByRole(AriaRole.Button, new() { Name = "2 on hold" }).ClickAsync();
        await page.It.GetByLabel("Select all shown clusters").CheckAsync();
        await page.It.GetByRole(AriaRole.Button, new() { Name = "Release hold on 2…" }).ClickAsync();
        await page.ConfirmAsync("Release hold");
        await Expect(page.It.Locator("#table .held")).ToHaveCountAsync(0);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_stop_that_is_near_counts_down_and_is_put_off_at_once_and_can_be_taken_back()
    {
        await using var app = await LocalApp.StartAsync(WindowAround(TimeSpan.FromHours(-1), TimeSpan.FromMinutes(12)), LocalApp.Newborn);
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(app);

        await Expect(page.Line("dev-anna").Locator(".c-next")).ToContainTextAsync("min");
        await page.PictureAsync("soon");
        await page.It.GetByRole(AriaRole.Button, new() { Name = "Keep running: dev-anna" }).ClickAsync();
        await Expect(page.It.Locator("#said")).ToContainTextAsync("dev-anna is kept running until ");
        await Expect(page.Line("dev-anna").Locator(".held")).ToHaveTextAsync("on hold");

        await page.It.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.Line("dev-anna").Locator(".held")).ToHaveCountAsync(0);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Stops_that_the_limit_blocks_are_said_listed_and_allowed_once()
    {
        await using var app = await LocalApp.StartAsync(
            WindowAround(TimeSpan.FromHours(-2), TimeSpan.FromHours(-1), """, "limits": { "maxStopsPerRun": 1 }"""), LocalApp.Newborn);
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(app);

        await Expect(page.It.Locator("#attention li").First).ToContainTextAsync("Blocked");
        await Expect(page.Line("dev-anna").Locator(".c-next")).ToContainTextAsync("stop due, blocked by the stop limit");
        await page.PictureAsync("blocked");
        await page.It.GetByRole(AriaRole.Button, new() { Name = "Allow stops…" }).ClickAsync();
        await Expect(page.Dialog.GetByLabel("Affected clusters")).ToContainTextAsync("dev-anna");
        await page.PictureAsync("allow", fullPage: false);
        await page.Dialog.GetByRole(AriaRole.Button, new() { NameRegex = new("^Allow \\d+ stops$") }).ClickAsync();

        await Expect(page.It.Locator("#said")).ToContainTextAsync("stops and 0 starts sent");
        await Expect(page.State("dev-anna")).ToHaveTextAsync("stopped");
        await Expect(page.It.Locator("#attention", new() { HasText = "Blocked" })).ToHaveCountAsync(0);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Run_now_lists_what_it_does_before_it_asks()
    {
        await using var app = await LocalApp.StartAsync(
            WindowAround(TimeSpan.FromHours(-2), TimeSpan.FromHours(-1)), LocalApp.Newborn, hasRun: false);
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(app);

        await page.It.GetByRole(AriaRole.Button, new() { Name = "Run now…" }).ClickAsync();
        await Expect(page.Dialog.GetByLabel("Affected clusters")).ToContainTextAsync("dev-bjorn");
        await page.PictureAsync("run", fullPage: false);
        await page.ConfirmAsync("Run now");
        await Expect(page.It.Locator("#said")).ToContainTextAsync("Run finished: ");
        await Expect(page.State("dev-bjorn")).ToHaveTextAsync("stopped");
        await Expect(page.It.GetByRole(AriaRole.Button, new() { Name = "Run now…" })).ToBeFocusedAsync();
        Assert.Empty(page.Errors);
    }

    /// <summary>Returns policies with a single dated window for all clusters outside production.</summary>
    internal static string WindowAround(TimeSpan from, TimeSpan to, string more = "")
    {
        var now = TimeProvider.System.GetUtcNow();
        var window = string.Create(CultureInfo.InvariantCulture, $"{now + from:yyyy-MM-dd HH:mm} > {now + to:yyyy-MM-dd HH:mm}");
        return $$"""
            { "timeZone": "UTC", "schedules": { "window": { "up": ["{{window}}"] } }, "rules": [
                { "name": "production", "match": { "tags": { "env": "prod" } }, "protect": true },
                { "name": "all", "match": {}, "schedule": "window", "newClusterGrace": "0m" } ]{{more}} }
            """;
    }
}
