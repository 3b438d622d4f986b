using NodaTime;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>
/// The number of dates on which a cluster was busy, quiet, down or unknown in each half hour of a local week. A half hour of a date counts
/// once: as the first of busy, quiet, down and unknown that applied at any time in it. A half hour that the clock skips does not count, and
/// one that it repeats counts once.
/// </summary>
public sealed class Evidence
{
    internal const int DayLength = 48;
    internal const int WeekLength = 7 * DayLength;

    private const long HalfHour = 30 * NodaConstants.TicksPerMinute;
    private static readonly LocalDate Epoch = new(1970, 1, 1);

    // The states are in order from the least to the most informative.
    private static readonly ActivityState[] Telling = [ActivityState.Unknown, ActivityState.Down, ActivityState.Quiet, ActivityState.Busy];

    private readonly Dictionary<ActivityState, int[]> dates = Telling.ToDictionary(state => state, _ => new int[WeekLength]);

    private Evidence()
    {
    }

    private Evidence(IEnumerable<KeyValuePair<long, ActivityState[]>> days)
    {
        foreach (var (day, states) in days)
        {
            var first = ((int)Epoch.PlusDays((int)day).DayOfWeek - 1) * DayLength;
            for (var i = 0; i < DayLength; i++)
            {
                if (states[i] is not Unseen)
                    dates[states[i]][first + i]++;
            }
            DaysSeen += states.Any(state => state is ActivityState.Busy or ActivityState.Quiet or ActivityState.Down) ? 1 : 0;
        }
    }

    private const ActivityState Unseen = (ActivityState)(-1);

    /// <summary>
    /// The number of dates on which the cluster was known to be busy, quiet or down at some time; for several clusters, the lowest of their
    /// numbers.
    /// </summary>
    public int DaysSeen { get; private init; }

    /// <summary>Returns the number of dates with a state in a half hour, which counts from midnight: 0 to 47.</summary>
    public int Dates(ActivityState state, IsoDayOfWeek day, int halfHour) => dates[state][((int)day - 1) * DayLength + halfHour];

    /// <summary>Returns a state's share of all half hours of all dates.</summary>
    public double Share(ActivityState state) =>
        dates[state].Sum() is > 0 and var some ? (double)some / dates.Values.Sum(counts => counts.Sum()) : 0;

    /// <summary>The busy time in hours, counted in half hours of dates.</summary>
    public double BusyHours => dates[ActivityState.Busy].Sum() / 2.0;

    /// <summary>The number of dates on which the cluster was busy, for each half hour from Monday 00:00.</summary>
    internal IReadOnlyList<int> Busy => dates[ActivityState.Busy];

    /// <summary>Returns the evidence of one or more clusters that will share windows. A date counts once for each of them.</summary>
    public static Evidence Together(IReadOnlyCollection<Evidence> clusters)
    {
        var together = new Evidence { DaysSeen = clusters.Min(cluster => cluster.DaysSeen) };
        foreach (var (state, counts) in clusters.SelectMany(cluster => cluster.dates))
        {
            for (var i = 0; i < WeekLength; i++)
                together.dates[state][i] += counts[i];
        }
        return together;
    }

    public static Evidence Of(History history)
    {
        var days = new Dictionary<long, ActivityState[]>();
        foreach (var (start, end, state) in history.WithStarts.Where(s => s.Start < s.End))
        {
            // Between two clock changes, local time advances as fast as instants do.
            foreach (var interval in history.Zone.GetZoneIntervals(start, end))
            {
                var from = interval.HasStart ? Instant.Max(start, interval.Start) : start;
                var to = interval.HasEnd ? Instant.Min(end, interval.End) : end;
                Mark(days, from.ToUnixTimeTicks() + interval.WallOffset.Ticks, to.ToUnixTimeTicks() + interval.WallOffset.Ticks, state);
            }
        }
        return new(days.Where(day => !history.LeftOut.Contains(Epoch.PlusDays((int)day.Key))));
    }

    /// <param name="from">Local ticks since 1970, like <paramref name="to"/>.</param>
    private static void Mark(Dictionary<long, ActivityState[]> days, long from, long to, ActivityState state)
    {
        for (var at = Floor(from, HalfHour); at * HalfHour < to; at++)
        {
            var day = Floor(at, DayLength);
            if (!days.TryGetValue(day, out var states))
                days.Add(day, states = [.. Enumerable.Repeat(Unseen, DayLength)]);
            var place = (int)(at - day * DayLength);
            if (Array.IndexOf(Telling, state) > Array.IndexOf(Telling, states[place]))
                states[place] = state;
        }
    }

    private static long Floor(long number, long divisor) => (number - (number % divisor + divisor) % divisor) / divisor;
}
