using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Coverage;

/// <summary>
/// A cluster in a plan, and how long it ran and was stopped in the requested period. A later part of the period is enough if it shows that
/// the cluster was neither always nor never running.
/// </summary>
internal sealed record CoverageCluster(ClusterReport Report, Duration Up, Duration Down)
{
    public Cluster Cluster => Report.Cluster;

    /// <summary>The rule that applies; null for none.</summary>
    public Rule? Rule => Report.Decision.Rule;

    public ClusterRecord Record => Report.Decision.Record;

    /// <summary>The time for which the app knows whether the cluster was running.</summary>
    public Duration Known => Up + Down;

    public bool IsBroken => Actionability.Blocks(Cluster) is Reason.Broken or Reason.UnknownState;
}

/// <summary>The period for which clusters count as always or never running.</summary>
/// <param name="Now">The time of the plan, which sentences about the present refer to.</param>
/// <param name="Until">When the clusters were last observed; null if they never were.</param>
internal sealed record CoverageTimes(Instant Now, Instant? Until, int Days)
{
    public const int MinDays = 1;
    public const int MaxDays = 92;
    public const int StandardDays = 14;

    /// <summary>Shorter stops and uptimes do not count, so that a restart does not hide a cluster that always runs.</summary>
    public static readonly Duration Tolerance = Duration.FromHours(1);

    // A shorter period may not include a weekend.
    private const int LeastDays = 7;

    public Instant To => Until ?? Now;

    public Instant From => Until is null ? To : To - Duration.FromDays(Days);

    /// <summary>The number of days for which the state of a cluster must be known.</summary>
    public int NeededDays => Math.Min(Days, LeastDays);

    /// <summary>Returns whether a cluster may be always or never running, but too little is known of it.</summary>
    public bool IsTooNew(CoverageCluster its) => !IsNeither(its) && its.Known < Duration.FromDays(NeededDays) - Tolerance;

    /// <summary>
    /// Returns whether only the audit log can tell if the cluster always ran: it is running, and started within the period.
    /// </summary>
    /// <param name="record">The stored record; null for none.</param>
    public bool MayBeAlwaysUp(ClusterRecord? record) => record is { Power: PowerState.Up } && record.PowerSince > From;

    public bool IsAlwaysUp(CoverageCluster its) =>
        !its.IsBroken && !IsTooNew(its) && its.Record.Power == PowerState.Up && !IsNeither(its);

    public bool IsNeverUp(CoverageCluster its) =>
        !its.IsBroken && !IsTooNew(its) && its.Record.Power == PowerState.Down && !IsNeither(its);

    // A cluster that stopped within the period ran before that, even if the audit log was not read for it.
    private bool IsNeither(CoverageCluster its) => its.Record.Power == PowerState.Down
        ? its.Up > Duration.Zero || its.Record.PowerSince > From
        : its.Down >= Tolerance;
}
