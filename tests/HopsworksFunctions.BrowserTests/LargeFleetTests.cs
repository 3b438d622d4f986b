using System.Globalization;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.State;
using NodaTime;

namespace HopsworksFunctions.BrowserTests;

/// <summary>Five hundred clusters: what costs most is made for those in sight, and a refresh touches only what has changed.</summary>
public sealed class LargeFleetTests(Browser browser)
{
    private const int Clusters = 500;

    [Fact]
    public async Task Draws_what_is_in_sight_and_touches_only_what_changes()
    {
        var startedOn = TimeProvider.System.GetUtcNow().AddDays(-1);
        await using var app = await LocalApp.StartAsync(
            clusters: [.. Enumerable.Range(0, Clusters)
                .Select(i => new EmulatedCluster { Id = $"c-{i:D3}", Name = $"team-{i:D3}", StartedOn = startedOn })], hasRun: false);
        await using var page = await browser.OpenAsync();
        await page.It.Clock.InstallAsync();

        await page.ShowAsync(app);

        await Expect(page.It.Locator("#clusters > li")).ToHaveCountAsync(Clusters);
        var drawn = await page.It.Locator("#clusters svg").CountAsync();
        Assert.InRange(drawn, 10, 60);

        await page.It.EvaluateAsync("window.touched = 0; new MutationObserver(all => window.touched += "
            + "all.length).observe(document.getElementById('clusters'), { subtree: true, childList: true, attributes: "
            + "true, characterData: true })");
        app.Hopsworks.Set("c-007", it => it with { State = ClusterStates.Error });
        await page.It.Clock.FastForwardAsync("00:16");
        await Expect(page.Line("team-007").Locator(".state")).ToHaveTextAsync("error");
        Assert.InRange(await page.It.EvaluateAsync<int>("window.touched"), 1, 30);

        await page.It.GetByLabel("Filter").FillAsync("487");
        await Expect(page.It.Locator("#clusters > li:visible")).ToHaveCountAsync(1);
        await Expect(page.It.Locator("#shown")).ToHaveTextAsync(string.Create(CultureInfo.InvariantCulture, $"1 of {Clusters}"));
        await Expect(page.Line("team-487").Locator("svg")).ToHaveCountAsync(1);
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

        await Expect(page.It.Locator("#audit-rows tr")).ToHaveCountAsync(200);
        await page.It.GetByLabel("Search").FillAsync("needle");
        await Expect(page.It.Locator("#audit-state")).ToContainTextAsync("1 entry of ");
        await Expect(page.It.Locator("#audit-rows tr")).ToHaveCountAsync(1);

        await page.It.GetByLabel("Search").FillAsync("hay");
        await Expect(page.It.Locator("#audit-rows tr")).ToHaveCountAsync(500);
        Assert.Empty(page.Errors);
    }
}
