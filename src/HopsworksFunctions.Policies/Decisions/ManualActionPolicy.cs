using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>
/// Decides on a manual start or stop. The checks of every action apply, but schedules, limits and waits do not. Pure, like <see
/// cref="PolicyEngine"/>.
/// </summary>
public static class ManualActionPolicy
{
    /// <param name="asked">Start or stop.</param>
    /// <param name="record">The record that <see cref="ClusterObserver.Observe"/> just returned.</param>
    /// <param name="hold">The cluster's hold; an expired one is ignored.</param>
    /// <param name="freeze">The freeze in force; null if there is none.</param>
    /// <returns>The action, or none and the reason against it.</returns>
    public static Decision Decide(
        ClusterAction asked, Cluster cluster, Rule? rule, ClusterRecord record, Hold? hold, Freeze? freeze, Instant now)
    {
        var start = asked == ClusterAction.Start;
        if (Actionability.IsUnmanaged(rule, record, out var off))
            return PolicyEngine.Unmanaged(rule, record, off);
        if (record.Pending is { } pending)
            return new(ClusterAction.None, Reason.InFlight, rule, record, pending.SentAt);
        if (Actionability.PowerOf(cluster) == (start ? PowerState.Up : PowerState.Down))
            return new(ClusterAction.None, Reason.AlreadyThere, rule, record);
        if (freeze is not null)
            return Freezing.Frozen(rule, record, freeze);
        if (Actionability.Blocks(cluster) is { } blocked)
            return new(ClusterAction.None, blocked, rule, record);
        if (hold is not null && hold.InForce(now) && hold.State == (start ? HoldState.Down : HoldState.Up))
            return PolicyEngine.Held(rule, record, hold);
        var outside = start && !rule.Enforce && LedSchedule.Of(rule, record)?.IsUp(now) == false;
        return new(asked, start ? Reason.ManualStart : Reason.ManualStop, rule, record, now, outside
            ? rule.Settings.ManualHold.EndFor(now, rule.Schedule?.Zone)
            : null, Undone(start, cluster, rule, record, hold, now));
    }

    /// <summary>Returns when a rule with <c>enforce</c> undoes the action; null if the rule does not.</summary>
    private static Boundary? Undone(bool start, Cluster cluster, Rule rule, ClusterRecord record, Hold? hold, Instant now)
    {
        if (!rule.Enforce || LedSchedule.Of(rule, record) is not { } windows || !(start ? rule.Stop : rule.Start)
            || hold is { IsUntilReleased: true })
            return null;
        var at = now + (start ? rule.Settings.MinUptime : rule.Settings.MinDowntime);
        at = Instant.Max(at, StopPlan.GraceEnd(cluster, rule));
        if (hold is not null && hold.InForce(now))
            at = Instant.Max(at, hold.Until);
        return windows.IsUp(at) == start ? null : new(at, !start);
    }
}
