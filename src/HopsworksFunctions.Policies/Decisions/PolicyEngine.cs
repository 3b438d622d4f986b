using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>
/// Decides the action for one cluster. Pure: no clock, no I/O, no logger. Checks run in the order of precedence in docs/policies.md.
/// </summary>
public static class PolicyEngine
{
    /// <param name="record">The record that <see cref="ClusterObserver.Observe"/> returned in this run.</param>
    /// <param name="hold">The cluster's hold; an expired one is ignored.</param>
    /// <param name="next">When the next run begins.</param>
    public static Decision Decide(
        Cluster cluster, Rule? rule, ClusterRecord record, Hold? hold, RetryLimit retry, Instant now, Instant next)
    {
        if (Actionability.IsUnmanaged(rule, record, out var off))
            return Unmanaged(rule, StopWarnings.Without(record), off);
        if (hold is not null && !hold.InForce(now))
            hold = null;
        if (record.Pending is { } pending)
            return new(ClusterAction.None, Reason.InFlight, rule, record, pending.SentAt);
        var blocked = Actionability.Blocks(cluster);
        var wish = record.Power switch
        {
            PowerState.Up => WhileUp(cluster, rule, record, hold, blocked is not null, now, next),
            PowerState.Down => WhileDown(cluster, rule, record, hold, now),
            null => new(ClusterAction.None, blocked ?? Reason.UnknownState, rule, record),
        };
        // The usual case: nothing blocks the cluster, and nothing is left from earlier runs.
        if (blocked is null && wish.Record is { Failures: null, Workers: null, Deferred: 0 })
            return wish;
        return Due.WithoutOldFailures(blocked is { } reason ? Blocked(wish, reason) : Free(cluster, rule, wish, retry, now));
    }

    /// <summary>Takes no action, not even a manual one, for the reason from <see cref="Actionability.IsUnmanaged"/>.</summary>
    internal static Decision Unmanaged(Rule? rule, ClusterRecord record, Reason reason)
    {
        var ends = reason == Reason.ProtectionEnds ? record.Protection!.EndsAt : null;
        return new(ClusterAction.None, reason, rule, record, ends - Protection.Lasts, ends);
    }

    /// <summary>Takes no action, because of the hold.</summary>
    internal static Decision Held(Rule rule, ClusterRecord record, Hold hold) =>
        new(ClusterAction.None, Reason.Held, rule, record, hold.Since, hold.Until) { Held = hold.State };

    /// <summary>For a cluster that can take an action: takes the due one unless it failed recently, or restores worker nodes.</summary>
    private static Decision Free(Cluster cluster, Rule rule, Decision wish, RetryLimit retry, Instant now)
    {
        if (wish.Record.Deferred > 0)
            wish = wish with { Record = wish.Record with { Deferred = 0 } };
        if (wish is
            {
                Action: ClusterAction.None, Due: not { Action: ClusterAction.Stop },
                Record: { Workers: not null, Power: PowerState.Up }
            })
            wish = Restored(cluster, rule, wish);
        return Due.Retried(wish, retry, now);
    }

    private static Decision Blocked(Decision wish, Reason reason)
    {
        // A broken cluster will not be stopped, so its warning is dropped. A hold stops without a warning.
        if ((reason is Reason.Broken or Reason.UnknownState || wish.Reason == Reason.HoldDown) && wish.Record.Warning is not null)
            wish = wish with { Warning = null, Record = StopWarnings.Without(wish.Record) };
        if (wish.Action == ClusterAction.None)
        {
            // A stop waiting for its warning is still due.
            var record = wish.Record.Deferred > 0 && wish.Due is null ? wish.Record with { Deferred = 0 } : wish.Record;
            return wish with { Reason = reason, Since = null, Until = null, Record = record };
        }
        return wish with
        {
            Action = ClusterAction.None,
            Reason = reason,
            IsDeferred = true,
            Record = wish.Record with { Deferred = wish.Record.Deferred + 1 },
        };
    }

    /// <summary>Restores the worker nodes that the last stop deleted, once the cluster runs and nothing else is due.</summary>
    private static Decision Restored(Cluster cluster, Rule rule, Decision wish) =>
        rule.Settings.RestoreWorkers && cluster.Autoscale is null
            ? wish with
            {
                Action = ClusterAction.AddWorkers,
                Reason = Reason.RestoreWorkers,
                Since = null,
                Until = null,
                Due = new(ClusterAction.AddWorkers, null),
            }
            : wish with { Record = wish.Record with { Workers = null, SeenWorkers = null } };

    private static Decision WhileUp(Cluster cluster, Rule rule, ClusterRecord record, Hold? hold, bool isBlocked, Instant now, Instant next)
    {
        if (hold is { State: HoldState.Down })
        {
            return new(ClusterAction.Stop, Reason.HoldDown, rule, record, hold.Since, hold.Until)
            {
                Due = new(ClusterAction.Stop, hold.Since),
            };
        }
        var held = StopPlan.HeldUntil(record, hold, now);
        var known = hold is null && record.HeldUntil > now ? null : record.Planned;
        if (record.HeldUntil != held)
            record = record with { HeldUntil = held, PutOff = hold is null ? null : record.PutOff };
        var state = LedSchedule.Of(rule, record)?.At(now);
        var (window, uptime) = StopPlan.Both(cluster, rule, state, record, hold, now);
        record = StopPlan.Remember(record, window, uptime, now);
        if (rule.Drain is not null || record.Drain is not null)
            (record, window) = Drains.Delay(rule, record, window, known, now, next);
        var isUptimeFirst = uptime is { } a && (window is not { } b || a.At <= b.At);
        var isOnlyWindowForeseen = window?.At <= now && IsForeseen(record.Planned, record) && !IsForeseen(record.PlannedUptime, record);
        var plan = isUptimeFirst && !isOnlyWindowForeseen ? uptime : window;
        var idle = hold is null ? Idleness.StopAt(cluster, rule, record, now) : null;
        if (record.Warning is { } warning && warning.For != plan?.At && warning.For != idle)
            record = record with { Warning = null, PutOff = hold is null ? null : warning.StopAt };
        // An idle stop after a warning takes precedence over another due stop without one.
        if (plan is { } stop && stop.At <= now && !(idle is not null && record.Warning?.For == idle))
        {
            var planned = stop.Reason == Reason.MaxUptime ? record.PlannedUptime! : record.Planned!;
            var kind = IsForeseen(planned, record) ? StopKind.Foreseen : StopKind.Unforeseen;
            var due = new DueAction(ClusterAction.Stop, stop.Boundary, kind);
            var decision = new Decision(ClusterAction.Stop, stop.Reason, rule, record, stop.Due) { Due = due, IsForIdle = stop.IsForIdle };
            var made = StopWarnings.Stop(decision, stop.At, isBlocked, now);
            return made with { Next = new(made.Action == ClusterAction.Stop ? Instant.Max(stop.At, now) : made.Until!.Value, false) };
        }
        var wait = hold is not null ? Held(rule, record, hold)
            : StopPlan.GraceEnd(cluster, rule) is var grace && now < grace
                ? new(ClusterAction.None, Reason.NewClusterGrace, rule, record, cluster.CreatedOn, grace)
            : Waiting(rule, state, record, idle, window?.Due <= now ? plan?.At : null, isBlocked, now);
        if (plan is not { } later || later.At <= now)
            return wait;
        var told = StopWarnings.Ahead(wait, later, now, next);
        if (told is { Reason: Reason.Draining, Warning: null } && !isBlocked)
            told = StopWarnings.Drain(told, later);
        var at = StopWarnings.For(told.Record, later.At)?.StopAt ?? (later.Due > now ? later.Due : later.At);
        return told with { Next = new(at, false) };
    }

    private static bool IsForeseen(PlannedStop? stop, ClusterRecord record) => stop is not null && stop.IsForeseen(record.FirstSeen);

    /// <summary>Decides for a running cluster with no stop due by schedule, hold or uptime.</summary>
    /// <param name="drains">While a drain delays a stop, the latest time of that stop; otherwise null or past.</param>
    private static Decision Waiting(
        Rule rule, ScheduleState? state, ClusterRecord record, Instant? idle, Instant? drains, bool isBlocked, Instant now)
    {
        var minUptime = (record.PowerSince ?? now) + rule.Settings.MinUptime;
        if (now < minUptime && (state is { IsUp: false } || Idleness.IsLongEnough(rule, record)))
            return new(ClusterAction.None, Reason.MinUptime, rule, record, record.PowerSince, minUptime);
        if (StopPlan.ManualHoldEnd(rule, record) is { } manual && now < manual)
            return new(ClusterAction.None, Reason.ManualHold, rule, record, record.ManualHoldFrom, manual);
        if (idle is { } met)
        {
            var due = new DueAction(ClusterAction.Stop, met, StopKind.Idle);
            var stop = new Decision(ClusterAction.Stop, Reason.Idle, rule, record, record.Quiet!.Since) { Due = due, IsForIdle = true };
            return StopWarnings.IdleStop(stop, met, isBlocked, now);
        }
        return state switch
        {
            null => new(ClusterAction.None, Reason.NoSchedule, rule, record),
            { IsUp: true } s => new(ClusterAction.None, Reason.InWindow, rule, record, s.Since, s.Until),
            _ when drains > now && record.Drain is { } drain => new(ClusterAction.None, Reason.Draining, rule, record, drain.For, drains),
            { } s => new(ClusterAction.None, rule.Stop ? Reason.NoWindowEnd : Reason.NeverStopped, rule, record, s.Since, s.Until),
        };
    }

    private static Decision WhileDown(Cluster cluster, Rule rule, ClusterRecord record, Hold? hold, Instant now)
    {
        var windows = LedSchedule.Of(rule, record);
        var state = windows?.At(now);
        record = StopPlan.Remember(record, state is { } known ? StopPlan.AfterNextStart(rule, windows!.Value, known) : null, null, now);
        if (hold is { State: HoldState.Up })
        {
            return new(ClusterAction.Start, Reason.HoldUp, rule, record, hold.Since, hold.Until)
            {
                Due = new(ClusterAction.Start, hold.Since),
            };
        }
        if (hold is not null)
            return Held(rule, record, hold);
        if (state is not { } schedule)
            return new(ClusterAction.None, Reason.NoSchedule, rule, record);
        Boundary? nextStart = rule.Start && (schedule.IsUp ? windows!.Value.NextStart(now) : schedule.Until) is { } at
            ? new(at, true)
            : null;
        if (StopPlan.GraceEnd(cluster, rule) is var grace && now < grace)
            return new(ClusterAction.None, Reason.NewClusterGrace, rule, record, cluster.CreatedOn, grace, nextStart);
        if (!schedule.IsUp)
            return new(ClusterAction.None, Reason.OutOfWindow, rule, record, schedule.Since, schedule.Until, nextStart);
        if (!rule.Start)
            return new(ClusterAction.None, Reason.NeverStarted, rule, record, schedule.Since, schedule.Until);
        if (!IsStartDue(schedule, rule, record))
            return new(ClusterAction.None, Reason.StoppedUntilNextWindow, rule, record, record.PowerSince, schedule.Until, nextStart);
        var due = new DueAction(ClusterAction.Start, schedule.Since);
        var notBefore = (record.PowerSince ?? Instant.MinValue) + rule.Settings.MinDowntime;
        return now < notBefore
            ? new(ClusterAction.None, Reason.MinDowntime, rule, record, record.PowerSince, notBefore, new(notBefore, true)) { Due = due }
            : new(ClusterAction.Start, Reason.WindowStart, rule, record, schedule.Since, schedule.Until, new(now, true)) { Due = due };
    }

    /// <summary>
    /// Returns whether a stopped cluster is due to start: always after a stop at a window's end, otherwise from the next window on.
    /// </summary>
    private static bool IsStartDue(ScheduleState state, Rule rule, ClusterRecord record) => record.StoppedFor switch
    {
        Reason.WindowEnd or Reason.HoldEnd or Reason.ManualHoldEnd => true,
        Reason.Idle or Reason.MaxUptime or Reason.HoldDown => IsUnhandled(state, record),
        _ => rule.Enforce || IsUnhandled(state, record),
    };

    private static bool IsUnhandled(ScheduleState state, ClusterRecord record) =>
        record.Handled is not { } handled || state.Since > handled;
}
