using HopsworksFunctions.Core.Policies;
using HopsworksFunctions.Core.Policies.Decisions;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.State;
using NodaTime;

namespace HopsworksFunctions.Tests.Reconciliation;

public sealed class RetentionTests
{
    private static readonly Duration Day = Duration.FromDays(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<RunReport> AfterAsync(Bench bench, double days)
    {
        bench.Time.Advance(TimeSpan.FromDays(days));
        return await bench.Lists(Bench.Running("other")).RunAsync();
    }

    private static async Task<IEnumerable<AuditKind>> KindsAsync(Bench bench) => (await bench.AuditedAsync()).Where(e => e.ClusterId == "dev-1").Select(e => e.Kind);

    [Fact]
    public async Task A_cluster_that_is_gone_is_remembered_for_ninety_days_and_its_incidents_end()
    {
        var bench = new Bench();
        await bench.Store.SaveAsync(new ClusterRecord { ClusterId = "dev-1", Name = "dev-1", Power = Power.Up }, Stop);
        await bench.Store.OpenAsync(new(EventKind.NotFollowed, "dev-1", Bench.Evening, "dev-1 was told to stop"), Stop);

        var gone = await AfterAsync(bench, 0);
        await AfterAsync(bench, 89);
        var before = bench.Store.Records.ContainsKey("dev-1");
        await AfterAsync(bench, 1);

        Assert.Equal([(EventKind.NotFollowed, true)], gone.Notices.Select(n => (n.Kind, n.Over)));
        Assert.True(before);
        Assert.DoesNotContain("dev-1", bench.Store.Records.Keys);
        Assert.Equal([AuditKind.Vanished, AuditKind.IncidentOver, AuditKind.Forgotten], await KindsAsync(bench));
    }

    [Fact]
    public async Task A_stop_of_a_cluster_that_is_gone_is_looked_after_for_its_watch()
    {
        var bench = new Bench();
        var pending = new PendingAction(ClusterAction.Stop, Reason.WindowEnd, "dev", Bench.Evening, CallAnswer.Uncertain, "r0");
        await bench.Store.SaveAsync(new ClusterRecord { ClusterId = "dev-1", Name = "dev-1", Power = Power.Up, Pending = pending }, Stop);

        await AfterAsync(bench, 0);
        Assert.Equal(pending, bench.Store.Records["dev-1"].Pending);
        await AfterAsync(bench, 0.1);

        Assert.Null(bench.Store.Records["dev-1"].Pending);
        Assert.Equal(AuditStep.Uncertain, Assert.Single(await bench.AuditedAsync(), e => e.Kind == AuditKind.Stop).Step);
    }

    [Fact]
    public async Task A_cluster_that_comes_back_is_known_and_what_was_measured_before_does_not_count()
    {
        var bench = new Bench();
        var quiet = new QuietSpell(Bench.Evening - Day, Bench.Evening - Day, 9);
        await bench.Store.SaveAsync(new ClusterRecord { ClusterId = "other-1", Name = "other-1", Power = Power.Up, PowerSince = Bench.Evening, Quiet = quiet }, Stop);

        await AfterAsync(bench, 1);
        await bench.Lists(Bench.Running("other-1")).RunAsync();

        var record = bench.Store.Records["other-1"];
        Assert.Equal((null, null, Bench.Evening), (record.Gone, record.Quiet, record.PowerSince!.Value));
    }

    [Fact]
    public async Task When_only_clusters_that_are_gone_are_remembered_an_empty_listing_is_no_outage()
    {
        var bench = new Bench();
        await bench.Store.SaveAsync(new ClusterRecord { ClusterId = "dev-1", Name = "dev-1", Gone = Bench.Evening }, Stop);

        Assert.Equal(RunOutcome.Ok, (await bench.Lists().RunAsync()).Outcome);
    }

    [Fact]
    public async Task An_expired_hold_is_removed_and_that_is_audited_once()
    {
        var bench = new Bench().Lists(Bench.Running("other"));
        await bench.Store.SaveAsync(new Hold("other", HoldState.Up, Bench.Evening - Day, Bench.Evening + Day, "anna", null), Stop);

        await bench.RunAsync();
        Assert.Single(bench.Store.Holds);
        await AfterAsync(bench, 1);
        await AfterAsync(bench, 1);

        Assert.Empty(bench.Store.Holds);
        var expired = Assert.Single(await bench.AuditedAsync(), e => e.Kind == AuditKind.HoldExpired);
        Assert.Equal(("other", "the hold of anna ended at 2026-06-02T20:00:00Z"), (expired.ClusterName, expired.Message));
    }

    [Fact]
    public async Task The_audit_is_kept_for_four_hundred_days()
    {
        var bench = new Bench().Lists(Bench.Running("other"));
        await bench.RunAsync();

        await AfterAsync(bench, 400);
        Assert.Equal(Bench.Evening, (await bench.AuditedAsync())[0].At);
        await AfterAsync(bench, 0.1);

        Assert.All(await bench.AuditedAsync(), e => Assert.True(e.At > Bench.Evening));
    }
}
