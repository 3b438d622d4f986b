using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Reconciliation;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies;

/// <summary>The app's own starts are never reported as manual, even if the response was lost.</summary>
public sealed class OwnStartTests
{
    private static readonly Instant Morning = Instant.FromUtc(2026, 6, 2, 7, 0);

    [Theory]
    [InlineData(FailureKind.NoAnswer, true)]
    [InlineData(FailureKind.Unavailable, true)]
    [InlineData(FailureKind.Rejected, false)]
    public async Task A_start_whose_answer_was_lost_and_that_shows_late_is_ours(FailureKind answer, bool ours)
    {
        var bench = new Bench().Lists(Bench.Stopped("dev-1"));
        bench.Hopsworks.Setup(h => h.StartAsync("dev-1", It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ApiFailure(answer, "it timed out"));
        bench.Hopsworks.Setup(h => h.GetClusterAsync("dev-1", It.IsAny<CancellationToken>())).ReturnsAsync(Bench.Stopped("dev-1"));
        await bench.RunAsync();
        bench.Time.SetUtcNow(Morning.ToDateTimeOffset());
        await bench.RunAsync();
        // The cluster still shows as stopped, so the call seems to have had no effect.
        bench.Time.Advance(TimeSpan.FromMinutes(3));
        await bench.RunAsync();
        Assert.Null(bench.Store.Records["dev-1"].Pending);

        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.Lists(Bench.Dev1).RunAsync();

        var record = bench.Store.Records["dev-1"];
        Assert.Equal((PowerState.Up, !ours), (record.Power, record.StartedByHand));
        var entry = (await bench.Audit.ReadAsync(new(), TestContext.Current.CancellationToken)).Entries
            .First(e => e.Kind == AuditKind.CameUp);
        Assert.Equal(ours ? Cause.Policy : Cause.Manual, entry.Cause);
        Assert.Equal(ours ? "dev-1 is running after a start that took effect late" : "dev-1 was started manually", entry.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_cluster_that_a_hold_started_is_not_by_hand_when_its_rule_gets_a_schedule(bool ours)
    {
        const string Without = "{ 'rules': [ { 'name': 'dev', 'match': {} } ] }";
        var (bare, office) = (PolicyText.Valid(Without).Rules[0], PolicyText.Valid(Bench.Office).Rules[0]);
        var retry = Limits.BuiltIn.Retry;
        ClusterRecord Observe(ClusterRecord? record, Cluster cluster, Rule rule, int minutes) =>
            ClusterObserver.Observe(record, cluster, rule, null, retry, Bench.Evening + Duration.FromMinutes(minutes));
        var record = Observe(null, Bench.Stopped("dev-1"), bare, 0);
        var start = new Decision(ClusterAction.Start, Reason.HoldUp, bare, record);
        if (ours)
            record = ActionTransitions.Accepted(ActionTransitions.Intent(start, Bench.Stopped("dev-1"), "r", Bench.Evening));

        record = Observe(Observe(record, Bench.Dev1, bare, 10), Bench.Dev1, office, 20);

        Assert.Equal(!ours, record.StartedByHand);
        Assert.Equal(ours, record.ManualHoldFrom is null);
    }
}
