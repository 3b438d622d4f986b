using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>How long a cluster was busy, and how much of that lies inside a schedule's windows, to the instant.</summary>
public readonly record struct BusyCoverage(Duration Busy, Duration Inside)
{
    /// <summary>The share inside; null if the cluster was never busy.</summary>
    public double? Share => Busy > Duration.Zero ? Inside / Busy : null;

    /// <summary>What windows in the policy language cover, in the history's zone.</summary>
    public static BusyCoverage Of(IReadOnlyList<string> windows, History history)
    {
        var calendars = new Dictionary<string, DateSet>();
        var up = windows.Select(window => WindowText.Parse(window, calendars, DateSet.None)).ToList();
        return Of(new Schedule("advised", new(history.Zone, up, DateSet.None, []), Fingerprint.Of(windows)), history);
    }

    /// <summary>What a schedule covers, such as the one that the cluster has.</summary>
    public static BusyCoverage Of(Schedule schedule, History history)
    {
        var busy = Timeline.Merge(history.WithStarts.Where(s => s.State is ActivityState.Busy).Select(s => (s.Start, s.End)));
        if (busy.Count == 0)
            return new(Duration.Zero, Duration.Zero);
        // A day of margin, because a union's members have zones of their own.
        var (from, to) = (busy[0].InZone(history.Zone).Date.PlusDays(-1), busy[^1].InZone(history.Zone).Date.PlusDays(1));
        busy = Both(busy, Kept(history, from, to));
        return new(Length(busy), Length(Both(busy, schedule.Between(from, to))));
    }

    /// <summary>The local dates that are not left out.</summary>
    private static List<Instant> Kept(History history, LocalDate from, LocalDate to) => Timeline.Merge(
        Enumerable.Range(0, Period.DaysBetween(from, to) + 1).Select(from.PlusDays).Where(date => !history.LeftOut.Contains(date))
            .Select(date => (Midnight(history.Zone, date), Midnight(history.Zone, date.PlusDays(1)))));

    private static Instant Midnight(DateTimeZone zone, LocalDate date) => zone.AtLeniently(date.AtMidnight()).ToInstant();

    private static List<Instant> Both(List<Instant> some, List<Instant> others)
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

    private static Duration Length(List<Instant> boundaries) => boundaries.Chunk(2)
        .Aggregate(Duration.Zero, (sum, stretch) => sum + (stretch[1] - stretch[0]));
}
