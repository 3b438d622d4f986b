using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Reconciliation;
using NodaTime;

namespace HopsworksFunctions.Tests.State;

/// <summary>The cost of a run or a query must not grow with the audit log.</summary>
public sealed class MillionEntriesTests(MillionEntries million) : IClassFixture<MillionEntries>
{
    // Reading a million rows takes several times as many steps.
    private const long Few = 500_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reading_all_of_them_is_noticed() =>
        Assert.True(await million.StepsAsync(() => million.Log.ReadAsync(new() { Kinds = [AuditKind.Warn] }, Stop)) > 3 * Few);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_ends_whether_the_last_runs_are_lost_or_a_year_ago(bool isLongAgo)
    {
        var bench = new Bench { Audit = million.Log }.Lists(Bench.Stopped("dev-1"));
        bench.Time.Advance(TimeSpan.FromMinutes(isLongAgo ? 1 : 2));
        if (isLongAgo)
        {
            var lastYear = (Bench.Evening - Duration.FromDays(390)).ToDateTimeOffset();
            await bench.Store.AddAsync(new("old", "timer", lastYear, lastYear, RunOutcome.Ok, null, null, new(0, 0, 0, 0)), Stop);
        }

        var steps = await million.StepsAsync(async () => Assert.Equal(RunOutcome.Ok, (await bench.RunAsync()).Outcome));

        Assert.InRange(steps, 1, Few);
        Assert.Equal("r", bench.Store.LastRun!.Id);
    }

    [Fact]
    public async Task One_clusters_entries_are_found_among_all()
    {
        AuditPage? page = null;
        var steps = await million.StepsAsync(async () => page = await million.Log.ReadAsync(new("rare"), Stop));

        Assert.Equal(["r399999", "r799999"], page!.Entries.Select(e => e.RunId));
        Assert.Empty(page.Damaged);
        Assert.InRange(steps, 0, 10_000);
    }

    [Fact]
    public async Task A_page_costs_the_same_wherever_it_begins()
    {
        var middle = Bench.Evening - Count / 2 * MillionEntries.Step;
        var steps = await million.StepsAsync(async () =>
        {
            var first = await million.Log.ReadAsync(new(To: middle, Limit: 1000), Stop);
            var second = await million.Log.ReadAsync(new("c-7", Limit: 1000, After: first.Next), Stop);
            Assert.Equal((1000, 1000), (first.Entries.Count, second.Entries.Count));
        });

        Assert.InRange(steps, 1, 100_000);
    }

    [Fact]
    public async Task What_a_cluster_did_long_before_a_report_is_found_without_reading_the_others()
    {
        var state = new MemoryAccountStore("test");
        await state.SaveAsync(
            new ClusterRecord { ClusterId = "rare", Name = "rare", Power = PowerState.Down, StoppedFor = Reason.Idle }, Stop);
        var to = Bench.Evening - Duration.FromDays(1);

        var steps = await million.StepsAsync(
            () => PowerHistory.ReadAsync(new(million.Log, null), state, to - Duration.FromDays(1), to, Stop));

        Assert.InRange(steps, 1, Few);
    }

    private const int Count = MillionEntries.Count;
}
