using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Coverage;

/// <summary>
/// A cluster with what a plan says of it, and for how long it was up and down in the time that is asked for, or in a later part of it if
/// that says that it was neither always nor never up.
/// </summary>
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

    /// <summary>Whether it may be always or never up, and too little is known to say so.</summary>
    public bool IsTooNew(CoverageCluster its) => !IsNeither(its) && its.Known < Duration.FromDays(NeededDays) - Tolerance;

    /// <summary>Whether only the audit log can say that a cluster was always up: it is up, and started within the time.</summary>
    /// <param name="record">The stored record; null for none.</param>
    public bool MayBeAlwaysUp(ClusterRecord? record) => record is { Power: PowerState.Up } && record.PowerSince > From;

    public bool IsAlwaysUp(CoverageCluster its) =>
        !its.IsBroken && !IsTooNew(its) && its.Record.Power == PowerState.Up && !IsNeither(its);

    public bool IsNeverUp(CoverageCluster its) =>
        !its.IsBroken && !IsTooNew(its) && its.Record.Power == PowerState.Down && !IsNeither(its);

    // What stopped within the time ran before, whether or not the audit log was read for it.
    private bool IsNeither(CoverageCluster its) => its.Record.Power == PowerState.Down
        ? its.Up > Duration.Zero || its.Record.PowerSince > From
        : its.Down >= Tolerance;
}
