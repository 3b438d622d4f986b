using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>
/// The next planned stop of a running cluster, except for idleness. Every run computes the same instant, even when the stop is overdue, so
/// it identifies the stop in a warning.
/// </summary>
/// <param name="Boundary">The end of the window or of the maximum uptime, before any delay.</param>
internal readonly record struct StopPlan(Instant At, Reason Reason, Instant Boundary)
{
    /// <summary>When the stop is due before any drain.</summary>
    public Instant Due { get; init; } = At;

    /// <summary>Whether the drain ends, or has ended, because the cluster is idle, so that the stop is made only if it still is.</summary>
    public bool IsForIdle { get; init; }

    /// <param name="state">The current state of the rule's schedule.</param>
    /// <param name="hold">The hold in force, up or as is; null for none.</param>
    public static StopPlan? For(Cluster cluster, Rule rule, ScheduleState? state, ClusterRecord record, Hold? hold, Instant now)
    {
        var (window, uptime) = Both(cluster, rule, state, record, hold, now);
        return uptime is { } a && (window is not { } b || a.At <= b.At) ? uptime : window;
    }

    /// <summary>Returns the stop at a window's end and the one at the maximum uptime.</summary>
    /// <inheritdoc cref="For" path="/param"/>
    public static (StopPlan? Window, StopPlan? Uptime) Both(
        Cluster cluster, Rule rule, ScheduleState? state, ClusterRecord record, Hold? hold, Instant now)
    {
        if (!rule.Stop)
            return default;
        var upSince = record.PowerSince ?? now;
        var earliest = Instant.Max(GraceEnd(cluster, rule), upSince + rule.Settings.MinUptime);
        // An expired hold still determines the time of the stop.
        var held = hold?.Until ?? record.HeldUntil;
        if (held is { } heldUntil)
            earliest = Instant.Max(earliest, heldUntil);
        return (
            state is { } schedule ? AtWindowEnd(schedule, rule, record, held, earliest) : null,
            rule.MaxUptime is { } max ? new(Instant.Max(upSince + max, earliest), Reason.MaxUptime, upSince + max) : null);
    }

    /// <summary>Returns the end of the hold that kept the cluster from stopping: the hold in force, or else the last expired one.</summary>
    public static Instant? HeldUntil(ClusterRecord record, Hold? hold, Instant now) =>
        hold?.Until ?? (record.HeldUntil <= now ? record.HeldUntil : null);

    public static Instant GraceEnd(Cluster cluster, Rule rule) =>
        cluster.CreatedOn is { } created ? created + rule.Settings.NewClusterGrace : Instant.MinValue;

    public static Instant? ManualHoldEnd(Rule rule, ClusterRecord record) =>
        !rule.Enforce && record.ManualHoldFrom is { } from ? rule.Settings.ManualHold.EndFor(from, rule.Schedule?.Zone) : null;

    /// <summary>Stores the planned stops and when they were first planned; returns the same instance if nothing changed.</summary>
    public static ClusterRecord Remember(ClusterRecord record, StopPlan? window, StopPlan? uptime, Instant now)
    {
        var (planned, plannedUptime) = (Remember(record.Planned, window, now), Remember(record.PlannedUptime, uptime, now));
        return ReferenceEquals(planned, record.Planned) && ReferenceEquals(plannedUptime, record.PlannedUptime) ? record
            : record with { Planned = planned, PlannedUptime = plannedUptime };
    }

    // Once a stop is due, its time stays fixed, so that no wait makes an unexpected stop expected.
    private static PlannedStop? Remember(PlannedStop? known, StopPlan? plan, Instant now) =>
        plan is not { } next ? null
        : known is null || known.Boundary != next.Boundary ? new(next.Boundary, next.At, now)
        : known.At == next.At || known.At <= now ? known
        : known with { At = next.At };

    /// <summary>Returns the stop that would follow the next start of a stopped cluster.</summary>
    public static StopPlan? AfterNextStart(Rule rule, LedSchedule windows, ScheduleState state)
    {
        var end = state.IsUp ? state.Until : state.Until is { } start ? windows.EndOf(start) : null;
        return rule.Stop && end is { } at ? new(at, Reason.WindowEnd, at) : null;
    }

    private static StopPlan? AtWindowEnd(ScheduleState state, Rule rule, ClusterRecord record, Instant? held, Instant earliest)
    {
        var end = state.IsUp ? state.Until
            : state.Since is { } since ? since
            : rule.Enforce ? record.PowerSince
            // With no window within reach, only a change of policies or a manual start sets an end.
            : record.Handled is null ? record.PowerSince : record.ManualHoldFrom;
        if (end is not { } at)
            return null;
        var manual = ManualHoldEnd(rule, record) ?? Instant.MinValue;
        var (delayed, reason) = manual >= earliest ? (manual, Reason.ManualHoldEnd)
            : (earliest, earliest == held ? Reason.HoldEnd : Reason.WindowEnd);
        if (delayed <= at)
            return new(at, Reason.WindowEnd, at);
        var later = LedSchedule.Of(rule, record)!.Value.At(delayed);
        return !later.IsUp ? new(delayed, reason, at) : later.Until is { } next ? new(next, Reason.WindowEnd, next) : null;
    }
}
