using NodaTime;

namespace HopsworksFunctions.Tests.Policies.Schedules;

/// <summary>
/// An observer who watches a wall clock for some days, minute by minute, and knows the latest time that it has shown and the earliest that
/// it will still show. A window has begun once the clock has shown its start. It is over once the clock will never again show a time before
/// its end, or its end a second time. The date is the latest that the clock has shown.
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

    /// <summary>Returns whether any window holds, for each minute of the two days before and after.</summary>
    public IEnumerable<(Instant At, bool Up)> Watch(ScheduleSample schedule)
    {
        var up = new bool[shown.Length];
        var today = Array.ConvertAll(latest, DateOnly.FromDateTime);
        var excepted = today.Distinct().ToDictionary(date => date, date => schedule.Except.Any(e => e.Holds(date)));
        var cut = Array.ConvertAll(today, date => excepted[date]);
        foreach (var window in schedule.Up)
            Paint(up, window, window.IsSpan ? _ => false : date => schedule.Except.Any(e => e.Holds(date)), window.IsSpan ? cut : null);
        foreach (var window in schedule.Plus)
            Paint(up, window, _ => false, null);
        for (var i = (DaysAround - 2) * 1440; i < (DaysAround + 2) * 1440; i++)
            yield return (from + Duration.FromMinutes(i), up[i]);
    }

    /// <param name="cut">Whether each minute is on a day that is cut out of the window.</param>
    private void Paint(bool[] up, WindowSample window, Func<DateOnly, bool> isExcepted, bool[]? cut)
    {
        var first = DateOnly.FromDateTime(shown[0]).AddDays(-1 - window.MostDays);
        for (var date = first; date <= DateOnly.FromDateTime(shown[^1]); date = date.AddDays(1))
        {
            if (!window.Holds(date) || isExcepted(date))
                continue;
            var start = date.ToDateTime(default).AddMinutes(window.Start);
            var end = date.ToDateTime(default).AddMinutes(window.End(date));
            for (var i = 0; i < up.Length; i++)
                up[i] |= latest[i] >= start && (earliest[i] < end || i + 1 < up.Length && earliest[i + 1] <= end) && cut?[i] is not true;
        }
    }
}
