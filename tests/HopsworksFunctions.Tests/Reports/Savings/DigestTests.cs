using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies;
using static HopsworksFunctions.Tests.Reports.Savings.Audited;

namespace HopsworksFunctions.Tests.Reports.Savings;

public sealed class DigestTests
{
    private static SavingsReport Report(decimal hours, decimal? dollars, decimal share, params ClusterSavings[] clusters) => new()
    {
        From = At("2026-06-01 00:00"), To = At("2026-06-08 00:00"), CountedUntil = At("2026-06-08 00:00"), Label = SavingsCalculator.Label,
        NodeHours = hours, ListPriceUsd = dollars, PricedShare = share, Clusters = clusters, Rules = [], Days = [], Prices = [],
        Assumptions = [],
    };

    [Fact]
    public void It_names_the_sum_the_clusters_that_saved_most_and_what_the_money_is()
    {
        var clusters = Enumerable.Range(1, 7)
            .Select(i => new ClusterSavings { Id = $"{i}", Name = $"dev-{i}", NodeHours = 1000.26m, ListPriceUsd = i == 2 ? null : 12.5m })
            .ToArray();

        var digest = Digest.Of(Report(7001.8m, 1234.5m, 0.86m, clusters), [], []);

        Assert.Equal(("digest", "Saved from 2026-06-01 to 2026-06-07 (UTC)"), (digest.Type, digest.Title));
        Assert.Equal(
            [
                "Total: 7,001.8 node-hours, 1,234.50 USD. 86 % of node-hours have a price.",
                "dev-1: 1,000.3 node-hours, 12.50 USD", "dev-2: 1,000.3 node-hours, no price",
                "dev-3: 1,000.3 node-hours, 12.50 USD", "dev-4: 1,000.3 node-hours, 12.50 USD", "dev-5: 1,000.3 node-hours, 12.50 USD",
                "and 2 more clusters",
                "Amounts are list price, on-demand, compute only (estimate). Assumptions: GET /api/savings.",
            ],
            digest.Lines);
        Assert.Equal(1234.5m, digest.Data!.Value.GetProperty("listPriceUsd").GetDecimal());
        Assert.False(digest.Data.Value.TryGetProperty("clusters", out _));
    }

    [Fact]
    public void A_week_without_savings_is_said_too() =>
        Assert.Equal(["Nothing saved: the policies stopped no cluster."], Digest.Of(Report(0, 0, 1), [], []).Lines);

    [Fact]
    public void It_names_the_clusters_that_are_held_down_without_an_end() =>
        Assert.Equal("2 clusters kept stopped with no end: dev-1, dev-2.", Digest.Of(Report(0, 0, 1), ["dev-1", "dev-2"], []).Lines[^1]);

    [Fact]
    public async Task It_says_of_an_open_incident_what_it_is_whose_and_since_when()
    {
        var store = new MemoryAccountStore("test");
        var state = await store.LoadAsync(TestContext.Current.CancellationToken);
        await state.UpdateAsync(
            new Incident(EventKind.StopFailed, "dev-chen", At("2026-06-02 19:00"), "..."), TestContext.Current.CancellationToken);
        await state.UpdateAsync(new Incident(EventKind.Key, null, At("2026-06-01 12:00"), "..."), TestContext.Current.CancellationToken);

        Assert.Equal(
            ["API key not working, since Mon 12:00 (UTC)", "Stop failed: dev-chen, since Tue 19:00"],
            Digest.Open(await store.LoadAsync(TestContext.Current.CancellationToken), At("2026-06-03 06:00")));
    }

    [Fact]
    public void It_counts_open_incidents_and_names_the_oldest() =>
        Assert.Equal(
            "Open incidents: 7. a; b; c; d; e; and 2 more.",
            Digest.Of(Report(0, 0, 1), [], ["a", "b", "c", "d", "e", "f", "g"]).Lines[^1]);
}
