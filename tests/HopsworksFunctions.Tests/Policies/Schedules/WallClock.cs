using NodaTime;

namespace HopsworksFunctions.Tests.Policies.Schedules;

/// <summary>
/// Somebody who watches the clock on the wall for some days, minute by minute, and remembers the latest time that it has shown
/// and knows the earliest that it will still show. A window has begun once the clock has shown its start,
/// and is over once the clock will never again show a time before its end, nor its end itself a second time.
/// </summary>
internal sealed class WallClock
{
    private const int DaysAround = 12;
    private readonly Instant from;
    private readonly DateTime[] shown;
    private readonly DateTime[] latest;
    private readonly DateTime[] earliest;

    public WallClock(DateTimeZone zone, Instant around)
    {
        from = around - Duration.FromDays(DaysAround);
        shown = [.. Enumerable.Range(0, 2 * DaysAround * 1440)
            .Select(i => (from + Duration.FromMinutes(i)).InZone(zone).ToDateTimeUnspecified())];
        (latest, earliest) = ([.. shown], [.. shown]);
        for (var i = 1; i < shown.Length; i++)
            latest[i] = latest[i] > latest[i - 1] ? latest[i] : latest[i - 1];
        for (var i = shown.Length - 2; i >= 0; i--)
            earliest[i] = earliest[i] < earliest[i + 1] ? earliest[i] : earliest[i + 1];
    }

    /// <summary>Whether any of the windows holds, for each minute of the two days before and after.</summary>
    public IEnumerable<(Instant At, bool Up)> Watch(ScheduleSample schedule)
    {
        var up = new bool[shown.Length];
        for (var date = DateOnly.FromDateTime(shown[0]).AddDays(-1); date <= DateOnly.FromDateTime(shown[^1]); date = date.AddDays(1))
        {
            foreach (var window in schedule.Up.Where(w => w.Holds(date) && !schedule.Except.Any(e => e.Holds(date)))
                .Concat(schedule.Plus.Where(w => w.Holds(date))))
                Paint(up, date.ToDateTime(default).AddMinutes(window.Start), date.ToDateTime(default).AddMinutes(window.End));
        }
        for (var i = (DaysAround - 2) * 1440; i < (DaysAround + 2) * 1440; i++)
            yield return (from + Duration.FromMinutes(i), up[i]);
    }

    private void Paint(bool[] up, DateTime start, DateTime end)
    {
        for (var i = 0; i < up.Length; i++)
            up[i] |= latest[i] >= start && (earliest[i] < end || i + 1 < up.Length && earliest[i + 1] <= end);
    }
}
