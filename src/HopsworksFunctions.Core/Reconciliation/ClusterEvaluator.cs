using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>The decision on one cluster, from its current state and its stored record.</summary>
internal static class ClusterEvaluator
{
    /// <param name="sample">This run's activity check; null if there was none.</param>
    /// <param name="asked">The action that a person requests; null if the policies decide.</param>
    public static Decision Evaluate(
        RunContext run, Cluster cluster, Rule? rule, ClusterRecord? record, Sample? sample, Instant now, ClusterAction? asked = null)
    {
        var (policies, state) = (run.Policies, run.State);
        var retry = policies.Limits.Retry;
        var seen = ClusterObserver.Observe(record, cluster, rule, sample, retry, now);
        if (run.Backups?.GetValueOrDefault(cluster.Id) is { } backups)
            seen = Backups.Observed(seen, cluster, backups, now);
        cluster = Backups.Shown(cluster, seen, now);
        // A request knows one cluster, not the starts of the rule's others, so the next run fixes the start-ahead time.
        if (asked is null && (run.LongestStarts is not null || seen.Lead is not null))
            seen = StartTimes.Fix(seen, rule, rule is null ? default : run.LongestStarts?.GetValueOrDefault(rule.Name) ?? default, now);
        seen = Freezing.Passed(seen, run.Freezes, rule, now);
        var frozen = run.Freezes.InForce(rule, now);
        var hold = state.Holds.GetValueOrDefault(cluster.Id)?.At(now);
        if (state.HoldIsDamaged(cluster.Id) && Actionability.Manages(rule) && seen.Pending is null)
            return new(ClusterAction.None, Reason.HoldDamaged, rule, seen);
        if (asked is { } action)
            return ManualActionPolicy.Decide(action, cluster, rule, seen, hold, frozen, now);
        var isDryRun = policies.DryRun || rule is { DryRun: true };
        if (seen.Rehearsed is not null && !isDryRun)
            seen = seen with { Rehearsed = null };
        seen = Readiness.Observe(seen, cluster, rule, !isDryRun && hold is not { State: HoldState.Down }, now);
        var decision = PolicyEngine.Decide(cluster, rule, seen, hold, retry, now, run.Next);
        if (!isDryRun && rule is { Backup: not null })
            decision = DueBackup.Apply(decision, cluster, now);
        if (frozen is not null)
            decision = Freezing.Apply(decision, seen, frozen);
        return isDryRun && decision.Record is not { Planned: null, PlannedUptime: null }
            ? decision with { Record = WithoutPlans(decision.Record, seen) }
            : decision;
    }

    /// <summary>Removes the planned stops, because a dry run makes no stop, and they must not count as expected later.</summary>
    /// <param name="seen">The same record before the decision, which is returned if nothing else changed.</param>
    private static ClusterRecord WithoutPlans(ClusterRecord record, ClusterRecord seen)
    {
        record = record with { Planned = null, PlannedUptime = null };
        return record == seen ? seen : record;
    }

    /// <summary>
    /// Returns whether the run checks the cluster's activity: always under <c>idle</c>, near its stop under <c>drain</c>.
    /// </summary>
    public static bool NeedsSample(RunContext run, Cluster cluster, Rule? rule)
    {
        if (!CanSample(cluster, rule))
            return false;
        if (rule!.Idle is not null)
            return true;
        var (state, now) = (run.State, run.Now);
        var record = state.Records.GetValueOrDefault(cluster.Id);
        var seen = ClusterObserver.Observe(record, cluster, rule, null, run.Policies.Limits.Retry, now);
        return Drains.NeedsSample(cluster, rule, seen, state.Holds.GetValueOrDefault(cluster.Id)?.At(now), now, run.Next);
    }

    /// <summary>Returns whether the cluster runs under a rule that keeps a history of its activity, managed or not.</summary>
    public static bool Observes(Cluster cluster, Rule? rule) =>
        rule is { Settings.Observe: true } && Actionability.PowerOf(cluster) == PowerState.Up;

    /// <summary>Returns whether the cluster runs under a rule with activity checks.</summary>
    public static bool CanSample(Cluster cluster, Rule? rule) =>
        rule?.Probe is not null && Actionability.Manages(rule) && Actionability.PowerOf(cluster) == PowerState.Up;
}
