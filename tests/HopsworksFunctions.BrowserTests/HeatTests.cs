using System.Text.RegularExpressions;
using NodaTime;

namespace HopsworksFunctions.BrowserTests;

/// <summary>When a cluster is active, by weekday and hour.</summary>
public sealed class HeatTests(Browser browser, SampleApp sample, OfficeApp office)
{
    private static readonly (string Day, int Hour, string Shares, string Schedule)[] Hours =
    [
        ("Mon", 10, "busy 100 %, quiet 0 %, down 0 %, unknown 0 %. Seen on 4 of 4 days", "In schedule"),
        ("Wed", 14, "busy 25 %, quiet 75 %, down 0 %, unknown 0 %. Seen on 4 of 4 days", "In schedule"),
        ("Fri", 7, "busy 0 %, quiet 50 %, down 50 %, unknown 0 %. Seen on 4 of 4 days", "Partly in schedule"),
        ("Thu", 18, "busy 0 %, quiet 100 %, down 0 %, unknown 0 %. Seen on 4 of 4 days", "Outside the schedule"),
        ("Sun", 23, "busy 0 %, quiet 0 %, down 100 %, unknown 0 %. Seen on 4 of 4 days", "Outside the schedule"),
        ("Tue", 16, "busy 0 %, quiet 0 %, down 0 %, unknown 100 %. Seen on 0 of 4 days", "In schedule"),
    ];

    [Fact]
    public async Task Each_hour_shows_its_shares_and_says_them_and_the_windows_lie_over_them()
    {
        await using var page = await OpenAsync();

        foreach (var (day, hour, shares, schedule) in Hours)
        {
            await Expect(Cell(page, day, hour)).ToHaveAttributeAsync(
                "title", Saying($"^{day} {hour:00}:00 to {hour + 1:00}:00: {shares}\\. {schedule}\\.$"));
        }
        Assert.Equal("100% 25%, 100% 100%, 100% 0px, 100% 100%, 100% 0%", await Cell(page, "Wed", 14).EvaluateAsync<string>(
            "cell => getComputedStyle(cell).backgroundSize"));
        await Expect(page.It.Locator("#heat-period")).ToHaveTextAsync(Saying(
            "^From .* it was seen on 28 of 28 days: busy 6 %, quiet 28 %, down 66 %, unknown 1 % of the time\\.$"));

        // The outline runs from 07:30 to 18:00 in quarters of an hour, Monday to Friday.
        var outline = await page.It.Locator(".heatmap .outline").GetAttributeAsync("d");
        Assert.StartsWith("M30 0v1M30 0h1M31 0h1", outline, StringComparison.Ordinal);
        Assert.Contains("M72 4v1", outline, StringComparison.Ordinal);
        Assert.DoesNotMatch("M\\d+ 5v", outline);
        await Expect(page.It.Locator("#panel-heat .legend")).ToHaveTextAsync(
            $"busyquietdownunknown{OfficeLife.Few(OfficeLife.Midnight)}windows of 'office'");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_keyboard_moves_through_the_hours_and_stays_where_it_is_when_the_page_is_made_anew()
    {
        await using var page = await browser.OpenAsync();
        await page.It.Clock.InstallAsync(new() { TimeDate = OfficeLife.Midnight.DateTime });
        await ShowAsync(page, office.It, OfficeLife.Name);
        var says = page.It.Locator(".heatmap p");

        await page.It.Locator(".heat td[tabindex='0']").FocusAsync();
        foreach (var key in (string[])["ArrowDown", "ArrowDown", "End", "ArrowLeft", "ArrowUp", "Home", "ArrowRight"])
            await page.It.Keyboard.PressAsync(key);
        await Expect(Cell(page, "Tue", 1)).ToBeFocusedAsync();
        await Expect(says).ToContainTextAsync("Tue 01:00 to 02:00: busy 0 %");

        await page.It.EvaluateAsync("document.getElementById('panel-week').dataset.old = ''");
        await page.It.Clock.FastForwardAsync("01:01");
        await Expect(page.It.Locator("#panel-week[data-old]")).ToHaveCountAsync(0);
        await Expect(Cell(page, "Tue", 1)).ToBeFocusedAsync();
        await page.It.Keyboard.PressAsync("Tab");
        await Expect(page.It.Locator("#panel-advice code")).ToBeFocusedAsync();
        await page.It.Keyboard.PressAsync("Shift+Tab");
        await Expect(Cell(page, "Tue", 1)).ToBeFocusedAsync();
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task An_hour_that_comes_twice_counts_twice()
    {
        await using var app = await OfficeLife.StartAtClockChangeAsync(out var back);
        await using var page = await browser.OpenAsync();
        await page.It.Clock.SetFixedTimeAsync((back + Duration.FromHours(23)).ToDateTimeUtc());
        await ShowAsync(page, app, OfficeLife.Name);

        // Four Sundays have five such hours, and the cluster was active in one of them.
        await Expect(Cell(page, "Sun", 2)).ToHaveAttributeAsync(
            "title", Saying("busy 20 %, quiet 80 %, down 0 %, unknown 0 %\\. Seen on 4 of 4 days\\."));
        // The app refuses savings of more than 92 days, which the month of this clock's day until now can be.
        Assert.All(page.Errors, error => Assert.Matches("status of 400 .*/savings$", error));
    }

    [Fact]
    public async Task A_cluster_that_was_never_measured_shows_when_it_ran_and_how_to_measure_it()
    {
        await using var app = await LocalApp.StartAsync(LocalApp.SamplePolicies.Replace("\"observe\": true", "\"observe\": false"));
        await using var page = await browser.OpenAsync();
        await ShowAsync(page, app, "dev-erik");

        await Expect(page.It.GetByRole(AriaRole.Grid, new() { Name = "When it runs" })).ToBeVisibleAsync();
        await Expect(page.It.Locator("#panel-heat")).ToContainTextAsync("Its activity was not measured. It is measured where its rule has "
            + "\"observe\": true and the app has the cluster's key.");
        await Expect(page.It.Locator("#heat-period")).ToHaveTextAsync(
            Saying("it was seen running or down on (28|29) of \\1 days: running 3\\d %, down 6\\d %, unknown \\d %"));
        await Expect(Cell(page, "Sat", 12)).ToHaveAttributeAsync(
            "title", Saying(": running 0 %, down 100 %, unknown 0 %\\. Seen on (\\d) of \\1 days?\\."));
        await Expect(page.It.Locator("#panel-heat .legend")).ToHaveTextAsync(
            $"runningdownunknown{OfficeLife.Few(TimeProvider.System.GetUtcNow())}windows of 'office'");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Hours_that_were_seen_on_few_days_look_different()
    {
        await using var app = await OfficeLife.StartAsync(2, isNew: true);
        await using var page = await browser.OpenAsync();
        await ShowAsync(page, app, OfficeLife.Name);

        await Expect(page.It.Locator("#panel-heat .legend")).ToContainTextAsync("seen on fewer than 4 days");
        await Expect(Cell(page, "Wed", 10)).ToHaveClassAsync(new Regex("few"));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_cluster_that_no_run_has_seen_has_no_history_no_savings_and_no_advice_yet()
    {
        await using var app = await LocalApp.StartAsync(clusters: LocalApp.Newborn, hasRun: false);
        await using var page = await browser.OpenAsync();
        await ShowAsync(page, app, "dev-anna");

        await Expect(page.It.Locator("#panel-heat")).ToContainTextAsync("Nothing is known of its last four weeks.");
        await Expect(page.It.Locator("#panel-advice")).ToContainTextAsync(
            "There is no advice for dev-anna: it was not seen in this period.");
        await Expect(page.It.Locator("#panel-saved")).ToContainTextAsync("No policy stops were counted this month.");
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
        foreach (var (app, name) in ((LocalApp, string)[])[(office.It, OfficeLife.Name), (sample.It, "train-churn")])
        {
            await ShowAsync(page, app, name);
            await page.PictureAsync($"heat-{name}-{colors}-{width}");
            await page.AssertReadableAsync();
        }
        await Cell(page, "Wed", 14).ClickAsync();
        await Expect(page.It.Locator(".heatmap p")).ToContainTextAsync("Wed 14:00 to 15:00: ");
        Assert.Empty(page.Errors);
    }

    /// <summary>Lets a line break stand between a number and its per cent sign.</summary>
    private static Regex Saying(string pattern) => new(pattern.Replace(" %", "\\s%", StringComparison.Ordinal));

    private static ILocator Cell(WatchedPage page, string day, int hour) =>
        page.It.Locator($".heat tr:has(th:text-is('{day}')) td[tabindex]").Nth(hour);

    private async Task<WatchedPage> OpenAsync()
    {
        var page = await browser.OpenAsync();
        await page.It.Clock.SetFixedTimeAsync(OfficeLife.Midnight.UtcDateTime);
        await ShowAsync(page, office.It, OfficeLife.Name);
        return page;
    }

    private static async Task ShowAsync(WatchedPage page, LocalApp app, string cluster)
    {
        await page.It.GotoAsync("about:blank");
        await page.It.GotoAsync($"{app.Page}?code={app.Key}#/cluster/{cluster}");
        await Expect(page.It.Locator("#panel-advice p").First).Not.ToHaveTextAsync("Loading…");
        await Expect(page.It.Locator("#panel-heat p").First).Not.ToHaveTextAsync("Loading…");
    }
}
