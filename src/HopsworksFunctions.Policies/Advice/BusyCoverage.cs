using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>How long a cluster was busy, and how much of that lies inside a schedule's windows, to the instant.</summary>
public readonly record struct BusyCoverage(Duration Busy, Duration Inside)
{
    /// <summary>The share inside; null if the cluster was never busy.</summary>
    public double? Share => Busy > Duration.Zero ? Inside / Busy : null;

    /// <summary>What windows in the policy language cover, in the history's zone.</summary>
    public static BusyCoverage Of(IReadOnlyList<string> windows, History history) => Of(Times.ScheduleOf(windows, history.Zone), history);

    /// <summary>What a schedule covers, such as the one that the cluster has.</summary>
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
