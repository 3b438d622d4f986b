using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Core.Policies.Decisions;

/// <summary>
/// When a running cluster is to be stopped if nothing changes, idleness aside. The instant stays the same from run to run
/// and lies in the past while the stop is overdue, so that it names the stop that people were warned of.
/// </summary>
internal readonly record struct StopPlan(Instant At, Reason Reason)
{
    /// <param name="state">The rule's schedule now.</param>
    /// <param name="hold">The hold in force, up or as-is; null when there is none.</param>
    public static StopPlan? For(Cluster cluster, Rule rule, ScheduleState? state, ClusterRecord record, Hold? hold, Instant now)
    {
        if (!rule.Stop)
            return null;
        var upSince = record.PowerSince ?? now;
        var earliest = Instant.Max(GraceEnd(cluster, rule), upSince + rule.Settings.MinUptime);
        if (hold is not null)
            earliest = Instant.Max(earliest, hold.Until);
        StopPlan? uptime = rule.MaxUptime is { } max ? new(Instant.Max(upSince + max, earliest), Reason.MaxUptime) : null;
        var window = state is { } schedule ? AtWindowEnd(schedule, rule, record, hold, earliest) : null;
        return uptime is { } a && (window is not { } b || a.At <= b.At) ? uptime : window;
    }

    public static Instant GraceEnd(Cluster cluster, Rule rule) =>
        cluster.CreatedOn is { } created ? created + rule.Settings.NewClusterGrace : Instant.MinValue;

    public static Instant? ManualHoldEnd(Rule rule, ClusterRecord record) =>
        rule.Enforce ? null : record.ManualHoldFrom + rule.Settings.ManualHold;

    private static StopPlan? AtWindowEnd(ScheduleState state, Rule rule, ClusterRecord record, Hold? hold, Instant earliest)
    {
        var end = state.IsUp ? state.Until
            : rule.Enforce ? state.Since ?? record.PowerSince
            : PolicyEngine.IsUnhandled(state, record) ? state.Since
            // Outside of all windows within reach, a start by hand is all that there is to end.
            : state.Since is null ? record.ManualHoldFrom : null;
        if (end is not { } at)
            return null;
        var manual = ManualHoldEnd(rule, record) ?? Instant.MinValue;
        var (delayed, reason) = manual >= earliest ? (manual, Reason.ManualHoldEnd)
            : (earliest, hold is not null && earliest == hold.Until ? Reason.HoldEnd : Reason.WindowEnd);
        if (delayed <= at)
            return new(at, Reason.WindowEnd);
        var later = rule.Schedule!.At(delayed);
        return !later.IsUp ? new(delayed, reason) : later.Until is { } next ? new(next, Reason.WindowEnd) : null;
    }
}
