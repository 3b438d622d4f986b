using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>The choices to keep a cluster running past a stop.</summary>
internal static class KeepChoices
{
    private static readonly LocalTime Morning = new(8, 0);

    // Before this hour, the next morning is on the same date.
    private static readonly LocalTime Dawn = new(4, 0);

    /// <param name="from">The start of the offered hours: the stop time, or now if the stop is overdue.</param>
    public static IReadOnlyList<KeepChoice> From(Instant from, Schedule? schedule) =>
    [
        new("1h", "1 hour longer", from + Duration.FromHours(1)),
        new("2h", "2 hours longer", from + Duration.FromHours(2)),
        UntilMorning(from, schedule),
    ];

    /// <summary>
    /// Returns the schedule's next start time if it is within a day, because its window then keeps the cluster running; otherwise the next
    /// morning.
    /// </summary>
    private static KeepChoice UntilMorning(Instant from, Schedule? schedule)
    {
        if (schedule?.NextStart(from) is { } start && start <= from + Duration.FromDays(1) && start > from + Duration.FromHours(2))
            return new("morning", "Until the next start", start);
        var zone = schedule?.Zone ?? DateTimeZone.Utc;
        var local = from.InZone(zone);
        var day = local.TimeOfDay < Dawn ? local.Date : local.Date.PlusDays(1);
        return new("morning", day == local.Date ? "Until 08:00" : "Until 08:00 the next day", zone.AtLeniently(day + Morning).ToInstant());
    }
}
