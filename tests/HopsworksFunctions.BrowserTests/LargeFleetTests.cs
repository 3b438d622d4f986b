using System.Globalization;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.State;
using NodaTime;

namespace HopsworksFunctions.BrowserTests;

/// <summary>
/// Five hundred clusters: groups are folded, every line can be found and printed, and a refresh updates only what has changed.
/// </summary>
public sealed class LargeFleetTests(Browser browser)
{
    private const int Clusters = 500;

    [Fact]
    public async Task Folds_groups_finds_every_line_and_touches_only_what_changes()
    {
        var startedOn = TimeProvider.System.GetUtcNow().AddDays(-1);
        await using var app = await LocalApp.StartAsync(
            clusters: [.. Enumerable.Range(0, Clusters)
                .Select(i => new EmulatedCluster { Id = $"c-{i:D3}", Name = $"team-{i:D3}", StartedOn = startedOn })], hasRun: false);
        await using var page = await browser.OpenAsync();
        // The page redraws every strip each ten minutes, which this test must not count.
        var now = TimeProvider.System.GetUtcNow();
        await page.It.Clock.InstallAsync(new() { TimeDate = now.AddMinutes(2 - now.Minute % 10).UtcDateTime });

        await page.ShowAsync(app);

        await Expect(page.It.Locator("#table tr[data-id]")).ToHaveCountAsync(Clusters);
        await Expect(page.It.Locator("#table tr[data-id] svg")).ToHaveCountAsync(Clusters);
        Assert.InRange(await page.It.EvaluateAsync<int>("document.documentElement.scrollHeight"), 300, 1500);
        Assert.InRange(await page.It.EvaluateAsync<int>("document.querySelectorAll('*').length"), Clusters, 20_000);
        await page.PictureAsync("500");
        await page.It.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.True(await page.It.EvaluateAsync<int>("document.documentElement.scrollHeight") > Clusters * 30, "not all of it is printed");
        await page.It.EmulateMediaAsync(new() { Media = Media.Screen });

        await page.It.EvaluateAsync("window.touched = 0; new MutationObserver(all => window.touched += "
            + "all.length).observe(document.getElementById('table'), { subtree: true, childList: true, attributes: "
            + "true, characterData: true })");
        app.Hopsworks.Set("c-007", it => it with { State = ClusterStates.Error });
        await page.It.Clock.FastForwardAsync("00:16");
        await Expect(page.State("team-007")).ToHaveTextAsync("in error");
        Assert.InRange(await page.It.EvaluateAsync<int>("window.touched"), 1, 60);

        await page.It.GetByLabel("Filter the clusters").FillAsync("487");
        await Expect(page.It.Locator("#table tr[data-id]:visible")).ToHaveCountAsync(1);
        await Expect(page.It.Locator("#shown")).ToHaveTextAsync(string.Create(CultureInfo.InvariantCulture, $"1 of {Clusters}"));
        await Expect(page.Line("team-487")).ToBeVisibleAsync();
        await page.It.GetByLabel("Filter the clusters").FillAsync("");
        await Expect(page.It.Locator("#table tr[data-id]:visible")).ToHaveCountAsync(0);
        await page.It.Locator("#table .head .chevron").ClickAsync();
        await Expect(page.It.Locator("#table tr[data-id]:visible")).ToHaveCountAsync(Clusters);
        await page.PictureAsync("500-open");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Finds_words_in_ten_thousand_entries_of_the_audit()
    {
        const int Entries = 10_000;
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var audit = Enumerable.Range(1, Entries)
            .Select(i =>
            new AuditEntry(now - Duration.FromMinutes(i), $"run-{i}", "timer", AuditKind.Warn, i == 9_990 ? "a needle" : "some hay"));
        await using var app = await LocalApp.StartAsync(clusters: [new() { Id = "c-1", Name = "team-1" }], audit: audit, hasRun: false);
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(app);
        await page.GoAsync(app, "#/history");

        await Expect(page.It.Locator("#audit-rows tr")).ToHaveCountAsync(200);
        await page.It.GetByLabel("Search", new() { Exact = true }).FillAsync("needle");
        await Expect(page.It.Locator("#audit-state")).ToContainTextAsync("1 entry of ");
        await Expect(page.It.Locator("#audit-rows tr")).ToHaveCountAsync(1);

        await page.It.GetByLabel("Search", new() { Exact = true }).FillAsync("hay");
        await Expect(page.It.Locator("#audit-rows tr")).ToHaveCountAsync(500);
        Assert.Empty(page.Errors);
    }
}
