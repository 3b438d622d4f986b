using System.Globalization;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>A time between two boundaries of a schedule: a merged window, or the gap between two.</summary>
internal readonly record struct Stretch(Instant Start, Instant End, bool Up, DateTimeZone Zone)
{
    private static readonly LocalTime LastMinute = new(23, 59);

    public Duration Length => End - Start;

    /// <summary>The local date on which it starts.</summary>
    public string Date => Start.InZone(Zone).ToString("uuuu'-'MM'-'dd", CultureInfo.InvariantCulture);

    /// <summary>Whether this is the gap of a minute after a window that ends at 23:59 instead of midnight.</summary>
    public bool IsLastMinute => !Up && Length == Duration.FromMinutes(1) && Start.InZone(Zone).TimeOfDay == LastMinute;

    /// <summary>
    /// Returns the stretches of a schedule from the current one to the horizon, soonest first. Of later stretches of the same kind and
    /// length, only the first is included.
    /// </summary>
    public static List<Stretch> Of(Schedule schedule, Instant now)
    {
        var stretches = new List<Stretch>();
        var seen = new HashSet<(bool Up, Duration Length, bool IsLastMinute)>();
        var first = schedule.At(now);
        var (since, isUp) = (first.Since, first.IsUp);
        foreach (var boundary in schedule.After(now).TakeWhile(b => b.At <= now + Schedule.Horizon))
        {
            if (since is { } start && new Stretch(start, boundary.At, isUp, schedule.Zone) is var stretch
                && (start <= now || seen.Add((stretch.Up, stretch.Length, stretch.IsLastMinute))))
                stretches.Add(stretch);
            (since, isUp) = (boundary.At, boundary.Up);
        }
        return stretches;
    }
}
