using NodaTime;

namespace HopsworksFunctions.Policies.Schedules;

/// <summary>
/// A stretch of up time on each date of a set: from <paramref name="Start"/> on that local date,
/// up to but excluding <paramref name="End"/> on the date <paramref name="Days"/> later.
/// </summary>
internal sealed record Window(DateSet Dates, LocalTime Start, int Days, LocalTime End)
{
    /// <summary>The window that starts on a date, as instants; empty when a clock change swallows it.</summary>
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
