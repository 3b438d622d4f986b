using System.Globalization;
using System.Text;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;
using NodaTime.TimeZones;

namespace HopsworksFunctions.Benchmarks.Table;

/// <summary>
/// Every clock change of a year in every zone, with one window that starts and one that ends in the skipped or repeated hour. Each must
/// have one boundary: at the change if the hour is skipped; at the first start or the last end if it is repeated.
/// </summary>
internal static class ClockChanges
{
    private static readonly Duration Near = Duration.FromHours(5);

    /// <returns>The number of windows, and how many of them have a wrong, missing or additional boundary near the change.</returns>
    public static (int Cases, int Wrong) Of(int year)
    {
        var (start, end) = (Instant.FromUtc(year, 1, 1, 0, 0), Instant.FromUtc(year + 1, 1, 1, 0, 0));
        var (cases, wrong) = (0, 0);
        var zones = TzdbDateTimeZoneSource.Default.CanonicalIdMap.Values.Distinct().Select(id => DateTimeZoneProviders.Tzdb[id]);
        foreach (var zone in zones)
        {
            var changes = zone.GetZoneIntervals(start, end).Zip(zone.GetZoneIntervals(start, end).Skip(1));
            foreach (var (before, after) in changes.Where(c => c.First.WallOffset != c.Second.WallOffset))
            {
                cases += 2;
                wrong += Wrong(zone, before, after);
            }
        }
        return (cases, wrong);
    }

    private static int Wrong(DateTimeZone zone, ZoneInterval before, ZoneInterval after)
    {
        var (first, second) = (before.IsoLocalEnd, after.IsoLocalStart);
        var middle = first.PlusTicks(Period.Between(first, second, PeriodUnits.Ticks).Ticks / 2);
        var isGap = second > first;
        var change = before.End;
        var starts = isGap ? change : middle.InZoneStrictly(zone, before);
        var ends = isGap ? change : middle.InZoneStrictly(zone, after);
        return (IsRight(zone, middle, middle.PlusHours(8), starts, up: true) ? 0 : 1)
            + (IsRight(zone, middle.PlusHours(-8), middle, ends, up: false) ? 0 : 1);

        bool IsRight(DateTimeZone of, LocalDateTime from, LocalDateTime to, Instant expected, bool up) =>
            Schedule(of, from, to).After(change - Near).TakeWhile(b => b.At < change + Near)
                .Select(b => (b.At, b.Up)).SequenceEqual([(expected, up)]);
    }

    private static Instant InZoneStrictly(this LocalDateTime local, DateTimeZone zone, ZoneInterval interval) =>
        new OffsetDateTime(local, interval.WallOffset).InZone(zone).ToInstant();

    private static Schedule Schedule(DateTimeZone zone, LocalDateTime from, LocalDateTime to)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $$"""
            { "timeZone": "{{zone.Id}}", "schedules": { "s": { "up": ["daily {{from.TimeOfDay:HH:mm}}-{{to.TimeOfDay:HH:mm}}"] } },
              "rules": [ { "name": "r", "match": {}, "schedule": "s" } ] }
            """);
        return PolicyFile.Parse(Encoding.UTF8.GetBytes(text)).Policies!.Schedules["s"];
    }
}
