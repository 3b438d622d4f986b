using NodaTime;

namespace HopsworksFunctions.Policies.Schedules;

/// <summary>
/// A time range in which clusters run, on each date of a set: from <paramref name="Start"/> on that local date until <paramref name="End"/>
/// (exclusive) <paramref name="Days"/> days later.
/// </summary>
internal sealed record Window(DateSet Dates, LocalTime Start, int Days, LocalTime End)
{
    /// <summary>The window that starts on a date, as instants; empty if a clock change skips it.</summary>
    public (Instant Start, Instant End) On(LocalDate date, DateTimeZone zone) =>
        (First(date.At(Start), zone), Last(date.PlusDays(Days).At(End), zone));

    private static Instant First(LocalDateTime local, DateTimeZone zone)
    {
        var map = zone.MapLocal(local);
        return map.Count == 0 ? map.EarlyInterval.End : map.First().ToInstant();
    }

    private static Instant Last(LocalDateTime local, DateTimeZone zone)
    {
        var map = zone.MapLocal(local);
        return map.Count == 0 ? map.EarlyInterval.End : map.Last().ToInstant();
    }
}
