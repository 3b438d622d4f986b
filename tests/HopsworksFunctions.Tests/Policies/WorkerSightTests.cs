using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Reconciliation;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies;

/// <summary>Which worker nodes are remembered, and which are owed.</summary>
public sealed class WorkerSightTests
{
    private static readonly Rule Rule = PolicyText.Valid(Bench.Office).Rules[0];
    private static readonly Instant Noon = Bench.Evening - Duration.FromHours(8);
    private static readonly SpotSettings Cheap = new(60, true);

    private static Cluster With(params WorkerGroup[] workers) => Bench.Dev1 with { Workers = workers };

    private static WorkerGroup M(int count) => new("m", 512, count);

    private static WorkerGroup Spot(int count) => new("m", 512, count, Cheap);

    private static ClusterRecord See(ClusterRecord? record, Cluster cluster, double hours = 0) =>
        ClusterObserver.Observe(record, cluster, Rule, null, Limits.BuiltIn.Retry, Noon + Duration.FromHours(hours));

    private static string Text(IReadOnlyList<WorkerGroup>? groups) => groups is null ? "nothing known" : WorkerSet.Text(groups);

    [Fact]
    public void The_same_sight_gives_the_same_record()
    {
        var record = See(null, With(M(2), M(1), Spot(4)));

        Assert.Equal("3 × m, 4 × m (spot)", Text(record.SettledWorkers));
        Assert.Same(record, See(record, With(M(1), M(2), Spot(4)), 1));
    }

    [Fact]
    public void A_spot_group_that_shrinks_counts_as_before_for_a_week()
    {
        var lost = See(See(null, With(M(2), Spot(4))), With(M(2), Spot(1)), 1);
        var more = See(lost, With(M(5), Spot(1)), 2);
        var back = See(lost, With(M(2), Spot(4)), 2);
        var weekLater = See(lost, With(M(2), Spot(1)), 169);

        Assert.Equal(("2 × m, 4 × m (spot)", Noon + Duration.FromHours(1)), (Text(lost.SettledWorkers), lost.SpotLoss));
        Assert.Equal("5 × m, 4 × m (spot)", Text(more.SettledWorkers));
        Assert.Null(back.SpotLoss);
        Assert.Same(lost, See(lost, With(M(2), Spot(1)), 168));
        Assert.Equal(("2 × m, 1 × m (spot)", null), (Text(weekLater.SettledWorkers), weekLater.SpotLoss));
    }

    [Fact]
    public void A_person_who_replaces_spot_nodes_by_others_is_believed()
    {
        var dear = new WorkerGroup("m", 512, 4, new(100, true));

        Assert.Equal("4 × m (spot)", Text(See(See(null, With(Spot(4))), With(dear), 1).SettledWorkers));
    }

    [Fact]
    public void While_it_autoscales_nothing_is_remembered_and_the_old_set_is_forgotten()
    {
        var autoscaled = With(M(7)) with { Autoscale = new("m", 512, 1, 10, 0, Duration.FromMinutes(5)) };
        var record = See(See(null, With(M(2))), autoscaled, 1);

        Assert.Null(record.SettledWorkers);
        Assert.Equal("7 × m", Text(See(record, With(M(7)), 2).SettledWorkers));
    }

    [Theory]
    [InlineData(true, null, "2 × m")]
    [InlineData(false, true, "2 × m")]
    [InlineData(false, false, "nothing known")]
    public void What_is_owed_after_a_start_goes_by_who_stopped_and_started(bool startedByApp, bool? stoppedByApp, string owed)
    {
        var down = See(See(null, With(M(2))), Bench.Stopped("dev-1"), 1) with { StoppedByApp = stoppedByApp };
        var pending = new PendingAction(ClusterAction.Start, Reason.WindowStart, "dev", Noon, CallAnswer.Accepted, "r");

        var up = See(down with { Pending = startedByApp ? pending : null }, With(), 2);

        Assert.Equal(owed, Text(up.Workers));
    }

    [Fact]
    public void Records_of_the_version_before_owe_what_they_owed()
    {
        var old = See(null, Bench.Stopped("dev-1")) with { StoppedByApp = null, SettledWorkers = null, Workers = [M(3)] };

        var up = See(old, With(M(1)), 1);
        Assert.Equal(("3 × m", "1 × m"), (Text(up.Workers), Text(up.SeenWorkers)));
        var some = See(up, With(M(2)), 2);
        Assert.Equal("3 × m", Text(some.Workers));
        var all = See(some, With(M(3)), 3);
        Assert.Equal((null, "3 × m"), (all.Workers, Text(all.SettledWorkers)));
        Assert.Null(See(some, With(M(1)), 3).Workers);
    }
}
