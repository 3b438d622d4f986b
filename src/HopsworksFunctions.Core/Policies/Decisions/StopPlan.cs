using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Core.Policies.Decisions;

/// <summary>
/// When a running cluster is to be stopped if nothing changes, idleness aside. The instant stays the same from run to run
/// and lies in the past while the stop is overdue, so that it names the stop that people were warned of.
/// </summary>
/// <param name="Boundary">What the stop serves: the end of a window, or of the longest time up, before anything puts it off.</param>
internal readonly record struct StopPlan(Instant At, Reason Reason, Instant Boundary)
{
    /// <param name="state">The rule's schedule now.</param>
    /// <param name="hold">The hold in force, up or as-is; null when there is none.</param>
    public static StopPlan? For(Cluster cluster, Rule rule, ScheduleState? state, ClusterRecord record, Hold? hold, Instant now)
    {
        if (!rule.Stop)
            return null;
        var upSince = record.PowerSince ?? now;
        var earliest = Instant.Max(GraceEnd(cluster, rule), upSince + rule.Settings.MinUptime);
        // A hold that is over still says when the stop was to come.
        var held = hold?.Until ?? record.HeldUntil;
        if (held is { } heldUntil)
            earliest = Instant.Max(earliest, heldUntil);
        StopPlan? uptime = rule.MaxUptime is { } max ? new(Instant.Max(upSince + max, earliest), Reason.MaxUptime, upSince + max) : null;
        var window = state is { } schedule ? AtWindowEnd(schedule, rule, record, held, earliest) : null;
        return uptime is { } a && (window is not { } b || a.At <= b.At) ? uptime : window;
    }

    public static Instant GraceEnd(Cluster cluster, Rule rule) =>
        cluster.CreatedOn is { } created ? created + rule.Settings.NewClusterGrace : Instant.MinValue;

    public static Instant? ManualHoldEnd(Rule rule, ClusterRecord record) =>
        rule.Enforce ? null : record.ManualHoldFrom + rule.Settings.ManualHold;

    /// <summary>The record with the stop that comes next, and since when that is planned; the same instance when it stays.</summary>
    public static ClusterRecord Remember(ClusterRecord record, StopPlan? plan, Instant now) => (plan, record.Planned) switch
    {
        (null, null) => record,
        (null, _) => record with { Planned = null },
        ({ } next, { } known) when known.Boundary == next.Boundary =>
            // What was wanted once stays wanted then: no wait makes a surprise foreseen.
            known.At == next.At || known.At <= now ? record : record with { Planned = known with { At = next.At } },
        ({ } next, _) => record with { Planned = new(next.Boundary, next.At, now) },
    };

    /// <summary>The stop that would follow the next start of a cluster that is down.</summary>
    public static StopPlan? AfterNextStart(Rule rule, ScheduleState state)
    {
        var end = state.IsUp || state.Until is not { } start ? state.Until : rule.Schedule!.At(start).Until;
        return rule.Stop && (state.IsUp || state.Until is not null) && end is { } at ? new(at, Reason.WindowEnd, at) : null;
    }

    private static StopPlan? AtWindowEnd(ScheduleState state, Rule rule, ClusterRecord record, Instant? held, Instant earliest)
    {
        var end = state.IsUp ? state.Until
            : state.Since is { } since ? since
            : rule.Enforce ? record.PowerSince
            // Outside of all windows within reach only other policies, or a start by hand, give an end.
            : record.Handled is null ? record.PowerSince : record.ManualHoldFrom;
        if (end is not { } at)
            return null;
        var manual = ManualHoldEnd(rule, record) ?? Instant.MinValue;
        var (delayed, reason) = manual >= earliest ? (manual, Reason.ManualHoldEnd)
            : (earliest, earliest == held ? Reason.HoldEnd : Reason.WindowEnd);
        if (delayed <= at)
            return new(at, Reason.WindowEnd, at);
        var later = rule.Schedule!.At(delayed);
        return !later.IsUp ? new(delayed, reason, at) : later.Until is { } next ? new(next, Reason.WindowEnd, next) : null;
    }
}
