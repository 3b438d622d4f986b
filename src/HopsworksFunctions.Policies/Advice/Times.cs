using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>Operations on sets of instants: lists of alternating starts (inclusive) and ends (exclusive), in order and apart.</summary>
internal static class Times
{
    /// <summary>Returns the times at which a cluster was in some of the states, except on local dates that are left out.</summary>
    public static List<Instant> Kept(History history, Func<ActivityState, bool> which)
    {
        var times = Timeline.Merge(history.WithStarts.Where(s => which(s.State)).Select(s => (s.Start, s.End)));
        if (times.Count == 0 || history.LeftOut.Count == 0)
            return times;
        var (from, to) = (times[0].InZone(history.Zone).Date, times[^1].InZone(history.Zone).Date);
        return Both(times, Timeline.Merge(
            Enumerable.Range(0, Period.DaysBetween(from, to) + 1).Select(from.PlusDays).Where(date => !history.LeftOut.Contains(date))
                .Select(date => (Midnight(history.Zone, date), Midnight(history.Zone, date.PlusDays(1))))));
    }

    public static List<Instant> Both(List<Instant> some, List<Instant> others)
    {
        var both = new List<Instant>();
        for (int i = 0, j = 0; i < some.Count && j < others.Count;)
        {
            var (start, end) = (Instant.Max(some[i], others[j]), Instant.Min(some[i + 1], others[j + 1]));
            if (start < end)
                both.AddRange([start, end]);
            if (end == some[i + 1])
                i += 2;
            else
                j += 2;
        }
        return both;
    }

    /// <summary>Returns the same times, each extended by a duration, and merged if they touch or overlap.</summary>
    public static List<Instant> Longer(List<Instant> times, Duration by) =>
        Timeline.Merge(times.Chunk(2).Select(stretch => (stretch[0], stretch[1] + by)));

    public static Duration Length(List<Instant> times) =>
        times.Chunk(2).Aggregate(Duration.Zero, (sum, stretch) => sum + (stretch[1] - stretch[0]));

    /// <summary>Returns a schedule of windows in the policy language.</summary>
    public static Schedule ScheduleOf(IReadOnlyList<string> windows, DateTimeZone zone)
    {
        var calendars = new Dictionary<string, DateSet>();
        var up = windows.Select(window => WindowText.Parse(window, calendars, DateSet.None)).ToList();
        return new("advised", new(zone, up, DateSet.None, []), Fingerprint.Of(windows));
    }

    private static Instant Midnight(DateTimeZone zone, LocalDate date) => zone.AtLeniently(date.AtMidnight()).ToInstant();
}
