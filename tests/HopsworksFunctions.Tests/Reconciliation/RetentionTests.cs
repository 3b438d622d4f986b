using HopsworksFunctions.Core.Incidents;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Tests.Reconciliation;

public sealed class RetentionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Bench WithDev1Gone() => new Bench().Lists(Bench.Dev1, Bench.Running("other")).AnswersStop("dev-1");

    private static async Task RunAsync(Bench bench, Duration later)
    {
        bench.Time.Advance(later.ToTimeSpan());
        await bench.RunAsync();
    }

    [Fact]
    public async Task A_cluster_that_is_gone_is_remembered_for_ninety_days()
    {
        var bench = WithDev1Gone();
        await bench.RunAsync();
        bench.Lists(Bench.Running("other"));
        await RunAsync(bench, Duration.FromMinutes(5));

        await RunAsync(bench, Retention.OfGoneClusters - Duration.Epsilon - Duration.FromTicks(1));
        Assert.NotNull(bench.Store.Records["dev-1"].Gone);

        await RunAsync(bench, Duration.FromTicks(2));
        Assert.Equal(["other"], bench.Store.Records.Keys);
    }

    [Fact]
    public async Task One_that_comes_back_is_the_one_that_it_was()
    {
        var bench = WithDev1Gone();
        await bench.RunAsync();
        var before = bench.Store.Records["dev-1"];
        bench.Lists(Bench.Running("other"));
        await RunAsync(bench, Duration.FromMinutes(5));

        await RunAsync(bench.Lists(Bench.Stopped("dev-1"), Bench.Running("other")), Duration.FromMinutes(5));

        var record = bench.Store.Records["dev-1"];
        Assert.Equal((null, before.Fingerprint, PowerState.Down), (record.Gone, record.Fingerprint, record.Power));
    }

    [Fact]
    public async Task Its_incidents_are_over_and_those_of_others_are_not()
    {
        var bench = WithDev1Gone();
        await bench.Store.OpenAsync(new(EventKind.NotFollowed, "dev-1", Bench.Evening, "dev-1 was told to stop but is running"), Stop);
        await bench.Store.OpenAsync(new(EventKind.Limit, null, Bench.Evening, "too many"), Stop);
        bench.Policies = new(Policies.PolicyText.Valid(Bench.Office.Replace("'rules'", "'limits': { 'maxStopsPerRun': 0 }, 'rules'",
            StringComparison.Ordinal)), null);
        await bench.Lists(Bench.Running("dev-2")).RunAsync();

        Assert.Equal([EventKind.Limit], bench.Store.Incidents.Select(i => i.Kind));
        Assert.Contains(await bench.AuditedAsync(), e => e is { Kind: AuditKind.IncidentResolved, ClusterId: "dev-1" });
    }

    [Fact]
    public async Task A_hold_that_is_over_is_removed_and_that_is_audited_once()
    {
        var bench = new Bench().Lists(Bench.Dev1).AnswersStop("dev-1");
        await bench.Store.SaveAsync(
            new Hold("dev-1", HoldState.Up, Bench.Evening, Bench.Evening + Duration.FromMinutes(10), "anna", null), Stop);

        await bench.RunAsync();
        Assert.NotEmpty(bench.Store.Holds);
        await RunAsync(bench, Duration.FromMinutes(10));
        await RunAsync(bench.Lists(Bench.Stopped("dev-1")), Duration.FromMinutes(10));

        Assert.Empty(bench.Store.Holds);
        var over = Assert.Single(await bench.AuditedAsync(), e => e.Kind == AuditKind.HoldExpired);
        Assert.Equal(("dev-1", HoldState.Up), (over.ClusterId, over.HeldAs));
    }

    [Fact]
    public async Task Audit_entries_go_after_four_hundred_days()
    {
        var bench = new Bench().Lists(Bench.Running("other"));
        await bench.Audit.AppendAsync(new(Bench.Evening, "old", "timer", AuditKind.Warn, "old"), Stop);

        await RunAsync(bench, Retention.OfAudit);
        Assert.Contains(await bench.AuditedAsync(), e => e.RunId == "old");

        await RunAsync(bench, Duration.FromHours(1));
        Assert.DoesNotContain(await bench.AuditedAsync(), e => e.RunId == "old");
    }
}
