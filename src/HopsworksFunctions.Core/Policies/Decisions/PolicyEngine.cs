using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Core.Policies.Decisions;

/// <summary>
/// Decides what is to be done with one cluster. Pure: no clock, no I/O, no logger.
/// The order of its arms is the order of authority that docs/policies.md describes.
/// </summary>
public static class PolicyEngine
{
    /// <param name="record">As <see cref="Sight.See"/> left it in this run.</param>
    /// <param name="hold">The cluster's hold; one that is over counts as none.</param>
    public static Decision Decide(Cluster cluster, Rule? rule, ClusterRecord record, Hold? hold, RetryLimit retry, Instant now)
    {
        if (Gate.KeepsOff(rule, out var off))
            return new(ClusterAction.None, off, rule, record);
        if (hold is not null && !hold.InForce(now))
            hold = null;
        if (record.Pending is { } pending)
            return new(ClusterAction.None, Reason.InFlight, rule, record, pending.SentAt);
        var blocked = Gate.Blocks(cluster);
        var wish = record.Power switch
        {
            Power.Up => WhileUp(cluster, rule, record, hold, now),
            Power.Down => WhileDown(cluster, rule, record, hold, retry, now),
            null => new(ClusterAction.None, blocked ?? Reason.UnknownState, rule, record),
        };
        if ((blocked is null || wish.Action == ClusterAction.None) && wish.Record.Deferred > 0)
            wish = wish with { Record = wish.Record with { Deferred = 0 } };
        if (blocked is not { } reason)
            return wish.Action == ClusterAction.None && wish.Record is { Workers: not null, Power: Power.Up } ? Restored(cluster, rule, wish) : wish;
        if (wish.Action == ClusterAction.None)
            return wish with { Reason = reason, Since = null, Until = null };
        return wish with
        {
            Action = ClusterAction.None,
            Reason = reason,
            IsDeferred = true,
            Record = wish.Record with { Deferred = wish.Record.Deferred + 1 },
        };
    }

    /// <summary>Whether the latest boundary still asks to be acted on.</summary>
    internal static bool IsUnhandled(ScheduleState state, ClusterRecord record) =>
        state.Since is { } boundary && (record.Handled is not { } handled || boundary > handled);

    /// <summary>Running again, with nothing else to be done: what our stop deleted is put back.</summary>
    private static Decision Restored(Cluster cluster, Rule rule, Decision wish) =>
        rule.Settings.RestoreWorkers && cluster.Autoscale is null
            ? wish with { Action = ClusterAction.AddWorkers, Reason = Reason.RestoreWorkers, Since = null, Until = null }
            : wish with { Record = wish.Record with { Workers = null } };

    private static Decision WhileUp(Cluster cluster, Rule rule, ClusterRecord record, Hold? hold, Instant now)
    {
        if (hold is { State: HoldState.Down })
            return new(ClusterAction.Stop, Reason.HoldDown, rule, record, hold.Since, hold.Until);
        var state = rule.Schedule?.At(now);
        var plan = StopPlan.For(cluster, rule, state, record, hold, now);
        if (plan is { } due && due.At <= now)
            return Announced.Stop(rule, record, due, now) with { Next = new(Instant.Max(due.At, now), false) };
        var wait = hold is not null ? new Decision(ClusterAction.None, Reason.Held, rule, record, hold.Since, hold.Until)
            : StopPlan.GraceEnd(cluster, rule) is var grace && now < grace ? new(ClusterAction.None, Reason.NewClusterGrace, rule, record, cluster.CreatedOn, grace)
            : Waiting(rule, state, record, now);
        return plan is { } stop ? Announced.Ahead(wait with { Next = new(stop.At, false) }, stop, now) : wait;
    }

    /// <summary>Up, with no stop due by schedule, hold or uptime.</summary>
    private static Decision Waiting(Rule rule, ScheduleState? state, ClusterRecord record, Instant now)
    {
        var minUptime = (record.PowerSince ?? now) + rule.Settings.MinUptime;
        if (now < minUptime && (state is { IsUp: false } || Quiet.IsLongEnough(rule, record)))
            return new(ClusterAction.None, Reason.MinUptime, rule, record, record.PowerSince, minUptime);
        if (StopPlan.ManualHoldEnd(rule, record) is { } manual && now < manual)
            return new(ClusterAction.None, Reason.ManualHold, rule, record, record.ManualHoldFrom, manual);
        if (state is { IsUp: true } up && IsUnhandled(up, record))
            record = record with { Handled = up.Since };
        if (rule.Stop && now >= minUptime && Quiet.IsLongEnough(rule, record))
            return Announced.IdleStop(rule, record, now);
        if (record.Warning is { } warning && Quiet.Announced(rule, warning))
            record = record with { Warning = null };
        return state switch
        {
            null => new(ClusterAction.None, Reason.NoSchedule, rule, record),
            { IsUp: true } s => new(ClusterAction.None, Reason.InWindow, rule, record, s.Since, s.Until),
            { } s => new(ClusterAction.None, rule.Stop ? Reason.NoWindowEnd : Reason.NeverStopped, rule, record, s.Since, s.Until),
        };
    }

    private static Decision WhileDown(Cluster cluster, Rule rule, ClusterRecord record, Hold? hold, RetryLimit retry, Instant now)
    {
        if (hold is { State: HoldState.Up })
            return Start(rule, record, new(ClusterAction.Start, Reason.HoldUp, rule, record, hold.Since, hold.Until), null, retry, now);
        if (hold is not null)
            return new(ClusterAction.None, Reason.Held, rule, record, hold.Since, hold.Until);
        if (rule.Schedule is not { } schedule)
            return new(ClusterAction.None, Reason.NoSchedule, rule, record);
        var state = schedule.At(now);
        Boundary? nextStart = rule.Start && (state.IsUp ? schedule.NextStart(now) : state.Until) is { } at ? new(at, true) : null;
        if (StopPlan.GraceEnd(cluster, rule) is var grace && now < grace)
            return new(ClusterAction.None, Reason.NewClusterGrace, rule, record, cluster.CreatedOn, grace, nextStart);
        if (!state.IsUp)
        {
            if (IsUnhandled(state, record))
                record = record with { Handled = state.Since };
            return new(ClusterAction.None, Reason.OutOfWindow, rule, record, state.Since, state.Until, nextStart);
        }
        if (!rule.Start)
            return new(ClusterAction.None, Reason.NeverStarted, rule, record, state.Since, state.Until);
        var stoppedByUs = record.StoppedFor is Reason.Idle or Reason.MaxUptime or Reason.HoldDown;
        if (!IsUnhandled(state, record) && !(rule.Enforce && !stoppedByUs))
            return new(ClusterAction.None, Reason.StoppedUntilNextWindow, rule, record, record.PowerSince, state.Until, nextStart);
        var minDowntime = (record.PowerSince ?? Instant.MinValue) + rule.Settings.MinDowntime;
        if (now < minDowntime)
            return new(ClusterAction.None, Reason.MinDowntime, rule, record, record.PowerSince, minDowntime, new(minDowntime, true));
        return Start(rule, record, new(ClusterAction.Start, Reason.WindowStart, rule, record, state.Since, state.Until, new(now, true)), state.Since, retry, now);
    }

    private static Decision Start(Rule rule, ClusterRecord record, Decision start, Instant? boundary, RetryLimit retry, Instant now)
    {
        if (record.Failures is not { } failures || failures.Boundary != boundary)
            return start;
        if (failures.Count > retry.Max)
            return new(ClusterAction.None, Reason.StartFailed, rule, record, boundary);
        return now < failures.NotBefore
            ? new(ClusterAction.None, Reason.StartBackoff, rule, record, boundary, failures.NotBefore, new(failures.NotBefore, true))
            : start;
    }
}
