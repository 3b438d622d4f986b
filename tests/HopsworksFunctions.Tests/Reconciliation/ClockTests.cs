using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.State;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Reconciliation;

/// <summary>The app's clock compared with that of Hopsworks.ai, and what a wrong clock may have left behind.</summary>
public sealed class ClockTests
{
    private static readonly Instant Far = Instant.FromUtc(2038, 1, 19, 3, 14);

    private static readonly Requester Anna = new("anna", "api", "r1");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Lists dev-1, running outside its window, at a time by Hopsworks.ai's clock.</summary>
    private static Bench Answering(Bench bench, Instant? date)
    {
        bench.Lists(Bench.Dev1).AnswersStop("dev-1");
        bench.Hopsworks.Setup(h => h.ListClustersAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ApiResult<IReadOnlyList<Cluster>>([Bench.Dev1], null) { Date = date });
        return bench;
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    [InlineData(null, true)]
    public async Task A_run_acts_only_while_the_clocks_are_at_most_five_minutes_apart(int? ahead, bool acts)
    {
        var bench = Answering(new(), ahead is { } seconds ? Bench.Evening - Duration.FromSeconds(seconds) : null);

        var report = await bench.RunAsync();

        bench.Hopsworks.Verify(h => h.StopAsync("dev-1", It.IsAny<CancellationToken>()), acts ? Times.Once : Times.Never);
        Assert.Equal(acts ? RunOutcome.Ok : RunOutcome.Failed, report.Outcome);
        Assert.Equal(acts ? 1 : 0, bench.Store.Records.Count);
        Assert.Equal(acts ? 1 : 0, bench.Store.Runs.Count);
    }

    [Fact]
    public async Task An_outage_names_both_times_begins_once_and_is_over_when_the_clocks_agree()
    {
        var bench = Answering(new(), Bench.Evening - Duration.FromMinutes(7));

        var wrong = await bench.RunAsync();
        var still = await bench.RunAsync();
        var right = await Answering(bench, Bench.Evening).RunAsync();

        const string Sentence = "This app's clock says 2026-06-01T20:00:00Z and Hopsworks.ai's says 2026-06-01T19:53:00Z, 7 minutes apart. "
            + "The app acts on nothing until they agree. Check the time of the machine";
        Assert.Equal(Sentence, wrong.Error);
        var notice = Assert.Single(wrong.Notices);
        Assert.Equal(($"{Sentence}.", EventKind.Outage), (notice.Message, notice.Kind));
        Assert.Empty(still.Notices);
        Assert.Equal(
            "The app can list clusters and act on them again.",
            Assert.Single(right.Notices, n => n is { Kind: EventKind.Outage, Over: true }).Message);
        Assert.Empty(bench.Store.Incidents);
    }

    [Fact]
    public async Task What_is_told_of_a_clock_in_2038_is_not_dated_2038()
    {
        var bench = Answering(new() { Time = new(Far.ToDateTimeOffset()) }, Bench.Evening);

        await bench.RunAsync();

        Assert.Equal(Bench.Evening, Assert.Single(bench.Store.Incidents).Since);
        Assert.Equal(Bench.Evening, Assert.Single(await bench.AuditedAsync()).At);
    }

    [Fact]
    public async Task A_wrong_clock_also_keeps_people_s_requests_and_plans_from_acting()
    {
        var bench = Answering(new(), Bench.Evening - Duration.FromHours(3));

        var held = await bench.Holds.SetAsync(
            "dev-1", new(HoldState.Up, new HoldEnd.After(Duration.FromHours(1)), null), Anna, dryRun: false, Stop);
        var stopped = await bench.AskAsync("dev-1", ClusterAction.Stop, null, Anna, dryRun: false, Stop);
        var plan = await bench.RunAsync(new("p", "test", RunMode.Plan));

        Assert.Equal((OperationErrorKind.Clock, OperationErrorKind.Clock), (held.Error!.Kind, stopped.Error!.Kind));
        Assert.EndsWith("180 minutes apart. The app acts on nothing until they agree. Check the time of the machine.",
            held.Error.Message.Replace("3 hours", "180 minutes", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal((RunOutcome.Failed, 0), (plan.Outcome, plan.Clusters.Count));
        Assert.Empty(bench.Store.Holds);
    }

    [Fact]
    public async Task Nothing_is_pruned_on_the_first_run_after_a_gap_of_a_day()
    {
        var bench = Answering(new(), null);
        await bench.RunAsync();
        var first = await bench.AuditedAsync();

        bench.Time.Advance(TimeSpan.FromDays(2000));
        await bench.RunAsync();
        Assert.Contains(first[0], await bench.AuditedAsync());

        bench.Time.Advance(TimeSpan.FromHours(1));
        await bench.RunAsync();
        Assert.DoesNotContain(first[0], await bench.AuditedAsync());
    }

    [Fact]
    public async Task A_fleet_resumes_and_keeps_its_audit_after_a_run_in_2038_that_nothing_contradicted()
    {
        var (documents, audit) = (new MemoryDocumentStore(), new MemoryAuditLog());
        Bench At(Instant now) => new()
        {
            Time = new FakeTimeProvider(now.ToDateTimeOffset()), Audit = audit,
            Accounts = new DocumentAccountStore(documents, "test", NullLogger<DocumentAccountStore>.Instance),
        };
        await Answering(At(Bench.Evening - Duration.FromHours(2)), null).RunAsync();
        await Answering(At(Far), null).RunAsync();

        var back = Answering(At(Bench.Evening), Bench.Evening);
        var report = await back.RunAsync();

        var notice = Assert.Single(report.Notices, n => n.Kind == EventKind.State);
        Assert.StartsWith("4 stored times are more than 10 minutes ahead and count as unknown: ", notice.Message, StringComparison.Ordinal);
        Assert.Contains("dev-1 (", notice.Message, StringComparison.Ordinal);
        Assert.Contains((await audit.ReadAsync(new(), Stop)).Entries, e => e.At < Bench.Evening);
        back.Time.Advance(TimeSpan.FromMinutes(40));
        var later = await Answering(back, null).RunAsync();
        Assert.Contains(later.Notices, n => n is { Kind: EventKind.State, Over: true });
        back.Time.Advance(TimeSpan.FromMinutes(40));
        await Answering(back, null).RunAsync();
        back.Hopsworks.Verify(h => h.StopAsync("dev-1", It.IsAny<CancellationToken>()), Times.AtLeastOnce);
    }

    [Theory]
    [InlineData(14, HoldState.Down, HoldState.Down)]
    [InlineData(15, HoldState.Down, HoldState.AsIs)]
    [InlineData(4000, HoldState.Up, HoldState.AsIs)]
    public async Task A_hold_that_ends_later_than_any_may_keeps_the_cluster_as_it_is_and_is_told(int days, HoldState set, HoldState counts)
    {
        var bench = Answering(new(), null);
        await bench.Store.SaveAsync(
            new Hold("dev-1", set, Bench.Evening, Bench.Evening + Duration.FromDays(days), "anna", null), Stop);

        var report = await bench.RunAsync();

        Assert.Equal(counts, report.Clusters.Single().Hold!.State);
        bench.Hopsworks.Verify(
            h => h.StopAsync("dev-1", It.IsAny<CancellationToken>()), counts == HoldState.Down ? Times.Once : Times.Never);
        Assert.Equal(counts == set ? 0 : 1, report.Notices.Count(n => n is { Kind: EventKind.State, ClusterId: "dev-1" }));
    }

    [Fact]
    public async Task A_request_on_a_record_from_the_future_is_decided_as_if_its_times_were_unknown()
    {
        var bench = Answering(new(), null);
        await bench.RunAsync();
        var record = bench.Store.Records["dev-1"];
        await bench.Store.SaveAsync(record with { Pending = null, PowerSince = Far, Protection = new("gone", Far) }, Stop);

        var held = await bench.AskAsync("dev-1", ClusterAction.Stop, null, Anna, dryRun: true, Stop);

        Assert.Equal(OperationErrorKind.Protected, held.Error!.Kind);
        await bench.Store.SaveAsync(record with { Pending = null, PowerSince = Far }, Stop);
        Assert.True((await bench.AskAsync("dev-1", ClusterAction.Stop, null, Anna, dryRun: true, Stop)).Succeeded);
    }
}
