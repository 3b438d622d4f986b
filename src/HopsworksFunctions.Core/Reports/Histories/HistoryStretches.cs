using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Advice;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Histories;

/// <summary>Puts together when a cluster ran, by the audit log, and when it was busy, by the history of its activity. Pure.</summary>
internal static class HistoryStretches
{
    /// <param name="entries">
    /// This cluster's entries for coming up, going down or being deleted since the range's start, oldest first.
    /// </param>
    /// <param name="record">Null when the cluster has no record any more.</param>
    /// <param name="activity">Its changes of activity, oldest first, perhaps from before the range.</param>
    /// <returns>All of the range, without a gap.</returns>
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

    /// <summary>How long each state lasted.</summary>
    public static HistoryHours HoursOf(IReadOnlyList<HistoryStretch> stretches)
    {
        return new(
            Hours(ActivityState.Busy), Hours(ActivityState.Quiet), Hours(ActivityState.Down), Hours(ActivityState.Unknown));

        double Hours(ActivityState state) => Math.Round(stretches.Where(s => s.State == state).Sum(s => (s.To - s.From).TotalHours), 2);
    }

    /// <summary>How long a cluster was up and down in a range, and for how long it was there and nobody knows which.</summary>
    /// <inheritdoc cref="Of"/>
    public static (Duration Up, Duration Down, Duration Unknown) PowerOf(
        IReadOnlyList<AuditEntry> entries, ClusterRecord? record, Instant from, Instant to) =>
        PowerOf(PowerSteps.Of(entries, record), from, to);

    /// <param name="power">What the cluster did since the range's start, oldest first.</param>
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

    /// <summary>Null where it was up, since then its activity says more.</summary>
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
