using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Reconciliation;

public sealed class ReconcilerTests
{
    private static readonly ApiFailure Refused = new(FailureKind.KeyRefused, "the key was refused", 403);
    private static readonly ApiFailure TimedOut = new(FailureKind.Unavailable, "the gateway timed out", 504);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stops_what_is_out_of_its_window_and_stores_the_intent_first()
    {
        var bench = new Bench().Lists(Bench.Dev1, Bench.Running("other"));
        PendingAction? stored = null;
        bench.Hopsworks.Setup(h => h.StopAsync("dev-1", It.IsAny<CancellationToken>()))
            .ReturnsAsync(ApiResult.Done).Callback(() => stored = bench.Store.Records["dev-1"].Pending);

        var report = await bench.RunAsync();

        Assert.Equal(RunOutcome.Ok, report.Outcome);
        Assert.Equal([ActionOutcome.Accepted, ActionOutcome.Nothing], report.Clusters.Select(c => c.Done));
        Assert.Equal((ClusterAction.Stop, CallAnswer.None), (stored!.Action, stored.Answer));
        Assert.Equal(CallAnswer.Accepted, bench.Store.Records["dev-1"].Pending!.Answer);
        bench.StopsOnce("dev-1");
    }

    [Theory]
    [InlineData("{ 'dryRun': true, ")]
    [InlineData("{ ")]
    public async Task A_dry_run_decides_the_same_and_sends_nothing(string start)
    {
        var dry = start.Contains("dryRun", StringComparison.Ordinal) ? "" : ", 'dryRun': true";
        var bench = new Bench
        {
            Policies = new(
            PolicyText.Valid(start + Bench.Office.Trim()[1..].Replace("'schedule': 'office'", $"'schedule': 'office'{dry}")), null)
        };
        bench.Hopsworks.Setup(h => h.ListClustersAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ApiResult<IReadOnlyList<Cluster>>([Bench.Dev1], null));

        var report = await bench.RunAsync();

        Assert.Equal((ClusterAction.Stop, ActionOutcome.DryRun), (report.Clusters[0].Decision.Action, report.Clusters[0].Done));
        bench.Hopsworks.Verify(h => h.ListClustersAsync(It.IsAny<CancellationToken>()), Times.Once);
        bench.Hopsworks.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task A_look_stores_nothing_either()
    {
        var bench = new Bench().Lists(Bench.Dev1);

        var report = await bench.RunAsync(new("r", "test", RunMode.Plan));

        Assert.Equal(ClusterAction.Stop, report.Clusters[0].Decision.Action);
        Assert.Empty(bench.Store.Records);
        Assert.Null(bench.Store.LastRun);
    }

    [Fact]
    public async Task A_second_run_leaves_at_once_and_says_who_has_the_account()
    {
        var bench = new Bench();
        await using var taken = (await bench.Leases.TryAcquireAsync("timer run 7", None)).Lease!;

        var report = await bench.RunAsync();

        Assert.Equal(RunOutcome.Skipped, report.Outcome);
        Assert.Contains("timer run 7 has been in progress since 2026-06-01 20:00:00Z", report.Error, StringComparison.Ordinal);
        bench.Hopsworks.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task What_no_longer_fits_when_read_again_is_not_sent()
    {
        var bench = new Bench().Lists(Bench.Dev1).Reads(Bench.Dev1 with { BackupPipelineInProgress = true });

        var report = await bench.RunAsync();

        Assert.Equal((ActionOutcome.NoLongerDue, Reason.BackupInProgress), (report.Clusters[0].Done, report.Clusters[0].Decision.Reason));
        Assert.Null(bench.Store.Records["dev-1"].Pending);
    }

    [Fact]
    public async Task A_stop_with_a_lost_answer_is_looked_after_and_not_sent_again()
    {
        var bench = new Bench().Lists(Bench.Dev1).Reads(Bench.Dev1, Bench.Stopping("dev-1")).AnswersStop("dev-1", TimedOut);

        var first = await bench.RunAsync();
        bench.Lists(Bench.Stopping("dev-1")).Time.Advance(TimeSpan.FromMinutes(5));
        var second = await bench.RunAsync();

        Assert.Equal(ActionOutcome.Accepted, first.Clusters[0].Done);
        Assert.Equal(Reason.InFlight, second.Clusters[0].Decision.Reason);
        bench.StopsOnce("dev-1");
    }

    [Fact]
    public async Task A_stop_that_provably_had_no_effect_is_sent_again_at_the_next_run()
    {
        var bench = new Bench().Lists(Bench.Dev1).Reads(Bench.Dev1, Bench.Dev1).AnswersStop("dev-1", TimedOut);

        var first = await bench.RunAsync();
        bench.Lists(Bench.Dev1).AnswersStop("dev-1").Time.Advance(TimeSpan.FromMinutes(5));
        var second = await bench.RunAsync();

        Assert.Equal((RunOutcome.Partial, ActionOutcome.Uncertain), (first.Outcome, first.Clusters[0].Done));
        Assert.Equal((RunOutcome.Ok, ActionOutcome.Accepted), (second.Outcome, second.Clusters[0].Done));
    }

    [Fact]
    public async Task One_failing_cluster_does_not_block_another()
    {
        var bench = new Bench().Lists(Bench.Dev1, Bench.Running("dev-2")).AnswersStop("dev-2");
        bench.Hopsworks.Setup(h => h.StopAsync("dev-1", It.IsAny<CancellationToken>())).ThrowsAsync(new InvalidOperationException("boom"));

        var report = await bench.RunAsync();

        Assert.Equal(RunOutcome.Partial, report.Outcome);
        Assert.Equal([(ActionOutcome.Failed, "boom"), (ActionOutcome.Accepted, null)], report.Clusters.Select(c => (c.Done, c.Error)));
    }

    [Fact]
    public async Task A_key_refused_in_the_middle_ends_the_run()
    {
        var bench = new Bench
        {
            Policies = new(
            PolicyText.Valid(Bench.Office.Trim()[..^1] + ", 'limits': { 'maxConcurrentActions': 1 } }"), null)
        }
            .Lists(Bench.Dev1, Bench.Running("dev-2")).AnswersStop("dev-1", Refused);

        var report = await bench.RunAsync();

        Assert.Equal(RunOutcome.Failed, report.Outcome);
        Assert.All(report.Clusters, c => Assert.Equal(ActionOutcome.Failed, c.Done));
        Assert.Equal((EventKind.Key, false), (report.Notices[0].Kind, report.Notices[0].Over));
        bench.Hopsworks.Verify(h => h.StopAsync("dev-2", It.IsAny<CancellationToken>()), Times.Never);
    }

    [Fact]
    public async Task An_incident_begins_once_and_is_over_once()
    {
        var bench = new Bench();
        bench.Hopsworks.SetupSequence(h => h.ListClustersAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(Refused).ReturnsAsync(Refused).ReturnsAsync(new ApiResult<IReadOnlyList<Cluster>>([], null));

        var (first, second, third) = (await bench.RunAsync(), await bench.RunAsync(), await bench.RunAsync());

        Assert.Equal([(EventKind.Key, false)], first.Notices.Select(n => (n.Kind, n.Over)));
        Assert.Empty(second.Notices);
        Assert.Equal([(EventKind.Key, true)], third.Notices.Select(n => (n.Kind, n.Over)));
    }

    [Fact]
    public async Task A_suddenly_empty_listing_is_an_outage_and_forgets_nothing()
    {
        var bench = new Bench().Lists(Bench.Dev1).AnswersStop("dev-1");
        await bench.RunAsync();

        var report = await bench.Lists().RunAsync();

        Assert.Equal((RunOutcome.Failed, EventKind.Outage), (report.Outcome, report.Notices[0].Kind));
        Assert.Contains("dev-1", bench.Store.Records.Keys);
    }

    [Fact]
    public async Task Invalid_policies_touch_nothing()
    {
        var bench = new Bench { Policies = new(null, "policies.json(1,1): error: $: nonsense") };

        var report = await bench.RunAsync();

        Assert.Equal((RunOutcome.Failed, "policies.json(1,1): error: $: nonsense"), (report.Outcome, report.Error));
        Assert.Equal(EventKind.Config, report.Notices[0].Kind);
        bench.Hopsworks.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task More_stops_than_allowed_and_none_is_made_until_a_person_allows_them()
    {
        var bench = new Bench
        {
            Policies = new(
            PolicyText.Valid(Bench.Office.Trim()[..^1] + ", 'limits': { 'maxStopsPerRun': 1 } }"), null)
        }
            .Lists(Bench.Dev1, Bench.Running("dev-2")).AnswersStop("dev-1").AnswersStop("dev-2");

        var blocked = await bench.RunAsync();
        var allowed = await bench.Lists(Bench.Dev1, Bench.Running("dev-2")).RunAsync(new("r", "test", AllowStops: 2));

        Assert.All(blocked.Clusters, c => Assert.Equal((Reason.LimitReached, ActionOutcome.Nothing), (c.Decision.Reason, c.Done)));
        Assert.Equal((EventKind.Limit, false), (blocked.Notices[0].Kind, blocked.Notices[0].Over));
        Assert.All(allowed.Clusters, c => Assert.Equal(ActionOutcome.Accepted, c.Done));
        Assert.Equal((EventKind.Limit, true), (allowed.Notices[0].Kind, allowed.Notices[0].Over));
        Assert.Equal(
            "someone allowed 2 stops until Tue 00:00 (UTC): dev-1, dev-2.",
            allowed.Notices[0].Message);
    }

    [Fact]
    public async Task A_run_whose_lease_is_lost_sends_nothing_more()
    {
        var lease = new LosableLease();
        var bench = new Bench { Leases = lease }.Lists(Bench.Dev1);
        bench.Hopsworks.Setup(h => h.GetClusterAsync("dev-1", It.IsAny<CancellationToken>())).ReturnsAsync(() =>
        {
            lease.Lose();
            return Bench.Dev1;
        });

        var report = await bench.RunAsync();

        Assert.Equal(RunOutcome.Failed, report.Outcome);
        Assert.Contains("the run lost its lease", report.Error, StringComparison.Ordinal);
        bench.Hopsworks.Verify(h => h.StopAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    private sealed class LosableLease : HeldLease, IRunLease
    {
        private readonly CancellationTokenSource lost = new();

        public override CancellationToken Lost => lost.Token;

        public void Lose() => lost.Cancel();

        public Task<LeaseAttempt> TryAcquireAsync(string holder, CancellationToken cancellationToken) =>
            Task.FromResult(new LeaseAttempt(this));

        public override ValueTask DisposeAsync()
        {
            lost.Dispose();
            return default;
        }
    }
}
