using NodaTime;
using NodaTime.TimeZones;

namespace HopsworksFunctions.Policies;

/// <summary>The time for which a manual start outside a window keeps a cluster running: a duration, or until a time of day.</summary>
/// <param name="Until">The time of day; null for a duration.</param>
/// <param name="Zone">The file's zone, for rules without a schedule; null means UTC.</param>
public readonly record struct ManualHold(Duration Length, LocalTime? Until = null, DateTimeZone? Zone = null)
{
    private static readonly Duration AtLeast = Duration.FromHours(1);

    // A window's end works the same: it is the last occurrence of a repeated time, or the end of the gap.
    private static readonly ZoneLocalMappingResolver Resolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnLater, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>Returns the end for a start that was seen at an instant. A time of day is the next one at least an hour away.</summary>
    /// <param name="zone">The schedule's zone; null without a schedule.</param>
    public Instant EndFor(Instant start, DateTimeZone? zone)
    {
        if (Until is not { } time)
            return start + Length;
        var (from, within) = (start + AtLeast, zone ?? Zone ?? DateTimeZone.Utc);
        var date = from.InZone(within).Date;
        var end = On(date);
        return end >= from ? end : On(date.PlusDays(1));

        Instant On(LocalDate day) => within.ResolveLocal(day + time, Resolver).ToInstant();
    }
}
