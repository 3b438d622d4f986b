using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Coverage;

/// <summary>A cluster with what a plan says of it, and for how long it was up and down in the time that is asked for.</summary>
internal sealed record CoverageCluster(ClusterReport Report, Duration Up, Duration Down)
{
    public Cluster Cluster => Report.Cluster;

    /// <summary>Null for none.</summary>
    public Rule? Rule => Report.Decision.Rule;

    public ClusterRecord Record => Report.Decision.Record;

    /// <summary>How long it is known whether it was up or down.</summary>
    public Duration Known => Up + Down;

    public bool IsBroken => Actionability.Blocks(Cluster) is Reason.Broken or Reason.UnknownState;
}

/// <summary>The days that always and never running are of.</summary>
/// <param name="Now">When the plan was made, which sentences are of.</param>
/// <param name="Until">When the clusters were last observed; null if they never were.</param>
internal sealed record CoverageTimes(Instant Now, Instant? Until, int Days)
{
    public const int MinDays = 1;
    public const int MaxDays = 92;
    public const int StandardDays = 14;

    /// <summary>A restart does not make a cluster one that is not always up, and time that is this short is not missed.</summary>
    public static readonly Duration Tolerance = Duration.FromHours(1);

    // For a shorter time, nobody knows about the weekend.
    private const int LeastDays = 7;

    public Instant To => Until ?? Now;

    public Instant From => Until is null ? To : To - Duration.FromDays(Days);

    /// <summary>For how many days something must be known of a cluster.</summary>
    public int NeededDays => Math.Min(Days, LeastDays);

    public bool IsTooNew(CoverageCluster its) => its.Known < Duration.FromDays(NeededDays) - Tolerance;

    public bool IsAlwaysUp(CoverageCluster its) => !its.IsBroken && !IsTooNew(its) && its.Record.Power == PowerState.Up && its.Down < Tolerance;

    public bool IsNeverUp(CoverageCluster its) =>
        !its.IsBroken && !IsTooNew(its) && its.Record.Power == PowerState.Down && its.Up == Duration.Zero;
}
