using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>Decides on one cluster, as it is now and by what is remembered of it.</summary>
internal static class ClusterEvaluator
{
    /// <param name="sample">What a probe found in this run; null when none was made.</param>
    /// <param name="asked">What a person asks for; null where the policies decide.</param>
    public static Decision Evaluate(
        RunContext run, Cluster cluster, Rule? rule, ClusterRecord? record, Sample? sample, Instant now, ClusterAction? asked = null)
    {
        var (policies, state) = (run.Policies, run.State);
        var retry = policies.Limits.Retry;
        var seen = ClusterObserver.Observe(record, cluster, rule, sample, retry, now);
        var hold = state.Holds.GetValueOrDefault(cluster.Id);
        if (state.HoldIsDamaged(cluster.Id) && Actionability.Manages(rule) && seen.Pending is null)
            return new(ClusterAction.None, Reason.HoldDamaged, rule, seen);
        if (asked is { } action)
            return ManualActionPolicy.Decide(action, cluster, rule, seen, hold, now);
        var isDryRun = policies.DryRun || rule is { DryRun: true };
        if (seen.Rehearsed is not null && !isDryRun)
            seen = seen with { Rehearsed = null };
        var decision = PolicyEngine.Decide(cluster, rule, seen, hold, retry, now, run.Next);
        // What is planned and not meant to be made is no plan that people could have relied on.
        return isDryRun && decision.Record is not { Planned: null, PlannedUptime: null }
            ? decision with { Record = decision.Record with { Planned = null, PlannedUptime = null } }
            : decision;
    }

    /// <summary>Whether activity counts for a cluster now.</summary>
    public static bool NeedsSample(Cluster cluster, Rule? rule) =>
        rule is { Idle: not null, Protect: false, Manage: true } && Actionability.PowerOf(cluster) == PowerState.Up;
}
