using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Forecasts;

/// <summary>How long a cluster will run, and how long the policies will keep it stopped in a way that counts as savings.</summary>
internal readonly record struct ExpectedTimes(Duration Up, Duration Stopped)
{
    /// <summary>The time a stop takes to complete. Savings do not count it, so the forecast does not either.</summary>
    private static readonly Duration StopTakes = PendingAction.WatchOf(ClusterAction.Stop);

    public static ForecastBasis BasisOf(PolicySet policies, Rule? rule, ClusterRecord? record, bool isHoldDamaged)
    {
        if (record is not { Gone: null })
            return ForecastBasis.Gone;
        if (record.Power is null)
            return ForecastBasis.Unknown;
        if (policies.DryRun || isHoldDamaged || rule is null or { DryRun: true } or { HasUnknownSchedule: true } || rule.IsGuard)
            return ForecastBasis.AsNow;
        if (rule is { Schedule: not null, Start: true })
            return ForecastBasis.Schedule;
        return rule.Stop && (rule.Schedule is not null || rule.Idle is not null || rule.MaxUptime is not null)
            ? ForecastBasis.LastWeeks
            : ForecastBasis.AsNow;
    }

    /// <summary>Returns whether the cluster runs or a start of it is in progress.</summary>
    public static bool IsUp(ClusterRecord record) => record is { Power: PowerState.Up } or { Pending.Action: ClusterAction.Start };

    /// <summary>
    /// Returns the times by the rule's schedule from an instant on, without manual starts, manual stops, new holds or stops within a
    /// window. Each stop comes as late as its drain allows, so that savings are not overstated.
    /// </summary>
    /// <param name="rule">A rule with a schedule that starts clusters.</param>
    /// <param name="hold">The hold in force; null for none.</param>
    public static ExpectedTimes BySchedule(Rule rule, ClusterRecord record, Hold? hold, Instant from, Instant to)
    {
        var windows = LedSchedule.Of(rule, record)!.Value;
        var (up, stopped, isCounted) = (Duration.Zero, Duration.Zero, hold is null && record.Spared is not null);
        // The end of the current downtime; null while the cluster runs.
        var down = DownUntil(rule, record, hold, windows, from, to);
        var earliest = hold?.Until ?? (windows.IsUp(from) ? from : record.Planned?.At ?? from);
        for (var at = from; at < to;)
        {
            var end = Instant.Min(to, down ?? LatestStop(rule, windows, Instant.Max(at, earliest)) ?? to);
            if (down is null)
                up += end - at;
            else if (isCounted)
                stopped += end - at;
            isCounted |= down is null;
            down = down is null ? StartAfter(windows, end) ?? to : null;
            at = end;
        }
        return new(up, stopped);
    }

    private static Instant? DownUntil(
        Rule rule, ClusterRecord record, Hold? hold, LedSchedule windows, Instant from, Instant to)
    {
        var isUp = hold?.State switch { HoldState.Up => true, HoldState.Down => false, _ => IsUp(record) };
        if (isUp)
            return null;
        if (hold is { Until: var until })
            return until >= to || windows.IsUp(until) ? until : StartAfter(windows, until) ?? to;
        var state = windows.At(from);
        // After a stop within the window by a person or idleness, the cluster stays stopped until the next window.
        return state.IsUp && (rule.Enforce || !(record.Handled >= (state.Since ?? Instant.MinValue))) ? from
            : StartAfter(windows, from) ?? to;
    }

    /// <summary>Returns when the start for the next window is sent; null if there is none.</summary>
    private static Instant? StartAfter(LedSchedule windows, Instant at) => windows.NextStart(at) - windows.Lead;

    /// <summary>Returns the latest time that the next stop is complete; null if there is none.</summary>
    /// <param name="at">The earliest time of the stop.</param>
    private static Instant? LatestStop(Rule rule, LedSchedule windows, Instant at)
    {
        if (!rule.Stop)
            return null;
        var late = StopTakes + (rule.Drain?.AtMost ?? Duration.Zero);
        for (var end = windows.At(at) is { IsUp: true } state ? state.Until : at; end is { } stop;)
        {
            if (windows.NextStart(stop) is not { } next || stop + late < next - windows.Lead)
                return stop + late;
            end = windows.EndOf(next);
        }
        return null;
    }
}
