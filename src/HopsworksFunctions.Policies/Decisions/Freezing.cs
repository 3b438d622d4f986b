using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The effects of a freeze on decisions and records. Pure, like <see cref="PolicyEngine"/>.</summary>
public static class Freezing
{
    /// <summary>Returns the account's or the rule's freeze, whichever is in force for longer; null if neither is in force.</summary>
    public static Freeze? InForce(this IReadOnlyList<Freeze> freezes, Rule? rule, Instant now) => freezes.Count == 0 ? null
        : freezes.Where(freeze => freeze.InForce(now) && freeze.Concerns(rule)).MaxBy(freeze => freeze.Until);

    /// <summary>
    /// Returns the record for a decision under a freeze, or in the first run after one: stops that came due during the freeze are not
    /// expected and have no warning. Returns the same instance if none came due.
    /// </summary>
    public static ClusterRecord Passed(ClusterRecord record, IReadOnlyList<Freeze> freezes, Rule? rule, Instant now)
    {
        // The usual case.
        if (freezes.Count == 0)
            return record;
        return freezes.Where(freeze => freeze.Concerns(rule)).Aggregate(record, (passed, freeze) => Passed(passed, freeze, now));
    }

    private static ClusterRecord Passed(ClusterRecord record, Freeze freeze, Instant now)
    {
        var (planned, uptime) = (Unforeseen(record.Planned, freeze, now), Unforeseen(record.PlannedUptime, freeze, now));
        if (!ReferenceEquals(planned, record.Planned) || !ReferenceEquals(uptime, record.PlannedUptime))
            record = record with { Planned = planned, PlannedUptime = uptime };
        return record.Warning is { } warning && CameDue(warning.StopAt, freeze, now) ? StopWarnings.Without(record) : record;
    }

    /// <summary>
    /// Returns the decision under a freeze: no action, no stop warning and no drain. Its text changes only if the freeze changes what
    /// happens, now or before its end.
    /// </summary>
    /// <param name="seen">The record before the decision, which is returned if nothing else changed.</param>
    public static Decision Apply(Decision decision, ClusterRecord seen, Freeze freeze)
    {
        if (Actionability.IsUnmanaged(decision.Rule, decision.Record, out _))
            return decision;
        var record = decision.Record with { Warning = null, Drain = null, Deferred = 0 };
        if (record == seen)
            record = seen;
        if (decision.Reason is Reason.InFlight or Reason.InTransition or Reason.Broken or Reason.UnknownState or Reason.BackupInProgress
            or Reason.UpgradeInProgress or Reason.NotActionable)
            return decision with { Record = record, Due = null, IsDeferred = false, Next = null, Warning = null };
        var isChanged = decision is not { Action: ClusterAction.None, Due: null, Warning: null }
            || decision.Reason is Reason.Warned or Reason.Draining || decision.Next?.At < freeze.Until;
        return isChanged ? Frozen(decision.Rule, record, freeze) with { Skipped = SkippedBy(decision) } : decision with { Record = record };
    }

    /// <summary>Returns the due action at its boundary, or else the next start or stop.</summary>
    private static Boundary? SkippedBy(Decision decision) =>
        decision.Due is { Action: ClusterAction.Start or ClusterAction.Stop, Boundary: { } at } due
            ? new(at, due.Action == ClusterAction.Start)
            : decision.Next;

    /// <summary>Takes no action, because of the freeze.</summary>
    public static Decision Frozen(Rule? rule, ClusterRecord record, Freeze freeze) =>
        new(ClusterAction.None, Reason.Frozen, rule, record, freeze.Since, freeze.Until) { Frozen = freeze };

    /// <summary>Returns the stop as if the app had planned it only when it came due, so that it is unexpected.</summary>
    private static PlannedStop? Unforeseen(PlannedStop? stop, Freeze freeze, Instant now) =>
        stop is not null && CameDue(stop.At, freeze, now) && stop.Since != stop.At ? stop with { Since = stop.At } : stop;

    /// <summary>Returns whether a stop was due while nothing could be stopped; also true if it was due before the freeze.</summary>
    private static bool CameDue(Instant at, Freeze freeze, Instant now) => at <= now && at < freeze.Until;
}
