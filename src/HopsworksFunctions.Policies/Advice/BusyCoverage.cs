using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>The busy time of a cluster, and the part of it inside a schedule's windows, exact to the instant.</summary>
public readonly record struct BusyCoverage(Duration Busy, Duration Inside)
{
    /// <summary>The share inside; null if the cluster was never busy.</summary>
    public double? Share => Busy > Duration.Zero ? Inside / Busy : null;

    /// <summary>Returns the coverage by windows in the policy language, in the history's zone.</summary>
    public static BusyCoverage Of(IReadOnlyList<string> windows, History history) => Of(Times.ScheduleOf(windows, history.Zone), history);

    /// <summary>Returns the coverage by a schedule, such as the cluster's own.</summary>
    public static BusyCoverage Of(Schedule schedule, History history)
    {
        var busy = Times.Kept(history, state => state is ActivityState.Busy);
        if (busy.Count == 0)
            return new(Duration.Zero, Duration.Zero);
        // A day of margin, because a union's members have zones of their own.
        var (from, to) = (busy[0].InZone(history.Zone).Date.PlusDays(-1), busy[^1].InZone(history.Zone).Date.PlusDays(1));
        return new(Times.Length(busy), Times.Length(Times.Both(busy, schedule.Between(from, to))));
    }
}
