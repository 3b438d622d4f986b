using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Advice;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Histories;

/// <summary>Combines the times when a cluster ran, from the audit log, with the history of its activity. Pure.</summary>
internal static class HistoryStretches
{
    /// <param name="entries">
    /// This cluster's entries for starting, stopping or being deleted since the start of the range, oldest first.
    /// </param>
    /// <param name="record">Null if the cluster no longer has a record.</param>
    /// <param name="activity">The changes of its activity, oldest first. They may start before the range.</param>
    /// <returns>The whole range, without gaps.</returns>
    public static IReadOnlyList<HistoryStretch> Of(
        IReadOnlyList<AuditEntry> entries, ClusterRecord? record, IReadOnlyList<ObservedActivity> activity, Instant from, Instant to)
    {
        var power = PowerSteps.Of(entries, record);
        var times = power.Select(change => change.At).Concat(activity.Select(change => change.At))
            .Where(at => at > from && at < to).Prepend(from).Distinct().Order();
        var found = new List<HistoryStretch>();
        var (nextPower, nextActivity) = (0, 0);
        (ActivityState? state, string? by, var busy) = (ActivityState.Unknown, null, ActivityState.Unknown);
        foreach (var at in times)
        {
            by = null;
            for (; nextPower < power.Count && power[nextPower].At <= at; nextPower++)
                (state, by) = (StateOf(power[nextPower].State), power[nextPower].At == at ? ByOf(power[nextPower]) : null);
            for (; nextActivity < activity.Count && activity[nextActivity].At <= at; nextActivity++)
                busy = StateOf(activity[nextActivity].Activity);
            var now = state ?? busy;
            if (found is [.., var last] && last.State == now && by is null)
                found[^1] = last with { To = to };
            else
                found.Add(new(at, to, now, by));
            if (found.Count > 1 && found[^1].From == at)
                found[^2] = found[^2] with { To = at };
        }
        return found;
    }

    /// <summary>Returns the hours in each state.</summary>
    public static HistoryHours HoursOf(IReadOnlyList<HistoryStretch> stretches)
    {
        return new(
            Hours(ActivityState.Busy), Hours(ActivityState.Quiet), Hours(ActivityState.Down), Hours(ActivityState.Unknown));

        double Hours(ActivityState state) => Math.Round(stretches.Where(s => s.State == state).Sum(s => (s.To - s.From).TotalHours), 2);
    }

    /// <summary>
    /// Returns how long a cluster was running, stopped and in an unknown state within a range. Times when Hopsworks.ai did not list it are
    /// left out.
    /// </summary>
    /// <inheritdoc cref="Of"/>
    public static (Duration Up, Duration Down, Duration Unknown) PowerOf(
        IReadOnlyList<AuditEntry> entries, ClusterRecord? record, Instant from, Instant to) =>
        PowerOf(PowerSteps.Of(entries, record), from, to);

    /// <param name="power">The cluster's power steps since the start of the range, oldest first.</param>
    /// <inheritdoc cref="PowerOf(IReadOnlyList{AuditEntry}, ClusterRecord?, Instant, Instant)"/>
    public static (Duration Up, Duration Down, Duration Unknown) PowerOf(IReadOnlyList<PowerStep> power, Instant from, Instant to)
    {
        var (up, down, unknown) = (Duration.Zero, Duration.Zero, Duration.Zero);
        for (var i = 0; i < power.Count; i++)
        {
            var (start, end) = (Instant.Max(power[i].At, from), i + 1 < power.Count ? Instant.Min(power[i + 1].At, to) : to);
            if (start >= end)
                continue;
            if (power[i].State == KnownPower.Up)
                up += end - start;
            else if (power[i].State == KnownPower.Down)
                down += end - start;
            else if (power[i].State == KnownPower.Unknown)
                unknown += end - start;
        }
        return (up, down, unknown);
    }

    /// <summary>Returns null if the cluster was running, because its activity then determines the state.</summary>
    private static ActivityState? StateOf(KnownPower power) => power switch
    {
        KnownPower.Up => null,
        KnownPower.Down => ActivityState.Down,
        _ => ActivityState.Unknown,
    };

    private static string? ByOf(PowerStep step) =>
        step.By ?? (step.Cause is { } cause and not Cause.Unknown ? CamelCase.Of(cause) : null);

    private static ActivityState StateOf(Activity activity) => activity switch
    {
        Activity.Busy => ActivityState.Busy,
        Activity.Quiet => ActivityState.Quiet,
        Activity.Unknown => ActivityState.Unknown,
    };
}
