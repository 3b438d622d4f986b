using NodaTime;

namespace HopsworksFunctions.Policies.Schedules;

/// <summary>A time range in which clusters run, on some dates of a zone.</summary>
internal abstract record Window
{
    /// <summary>
    /// Returns the time ranges that reach into the dates from one to another, without excluded dates. Each includes its start and excludes
    /// its end; those that end at or before their start are empty.
    /// </summary>
    public abstract IEnumerable<(Instant Start, Instant End)> Between(LocalDate from, LocalDate to, DateSet except, DateTimeZone zone);

    /// <summary>Returns the first instant at which the clock shows a time; the clock change, if the clock skips the time.</summary>
    protected static Instant First(LocalDateTime local, DateTimeZone zone)
    {
        var map = zone.MapLocal(local);
        return map.Count == 0 ? map.EarlyInterval.End : map.First().ToInstant();
    }

    /// <summary>Returns the last instant at which the clock shows a time; the clock change, if the clock skips the time.</summary>
    protected static Instant Last(LocalDateTime local, DateTimeZone zone)
    {
        var map = zone.MapLocal(local);
        return map.Count == 0 ? map.EarlyInterval.End : map.Last().ToInstant();
    }
}

/// <summary>
/// A window on each date of a set: from <paramref name="Start"/> on that local date until <paramref name="End"/> (exclusive)
/// <paramref name="Days"/> days later. It belongs to the date on which it starts.
/// </summary>
internal sealed record DailyWindow(DateSet Dates, LocalTime Start, int Days, LocalTime End) : Window
{
    /// <summary>Returns the window that starts on a date, as instants; empty if a clock change skips it.</summary>
    public (Instant Start, Instant End) On(LocalDate date, DateTimeZone zone) =>
        (First(date.At(Start), zone), Last(date.PlusDays(Days).At(End), zone));

    public override IEnumerable<(Instant Start, Instant End)> Between(LocalDate from, LocalDate to, DateSet except, DateTimeZone zone)
    {
        for (var date = from.PlusDays(-Days); date <= to; date = date.PlusDays(1))
        {
            if (Dates.Contains(date) && !except.Contains(date))
                yield return On(date, zone);
        }
    }
}
