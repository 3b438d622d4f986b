using System.Globalization;
using CsCheck;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies.Schedules;

/// <summary>Random schedules of every form, in every zone, between 2000 and 2037, half of them near a clock change.</summary>
internal static class ScheduleSamples
{
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Ordinals = ["1st", "2nd", "3rd", "4th", "5th"];
    private static readonly Gen<int> Day = Gen.Int[0, 6];
    private static readonly Gen<int> Minute = Gen.Frequency(
        (2, Gen.Int[0, 1439]), (1, Gen.Int[0, 95].Select(q => q * 15)), (3, Gen.Int[0, 16].Select(q => q * 15)));

    private static readonly Gen<DatesSample> Weekdays = Gen.Select(Day, Day, (from, to) => new DatesSample(
        from == to ? Days[from] : $"{Days[from]}-{Days[to]}", d => (DayOf(d) - from + 7) % 7 <= (to - from + 7) % 7));

    private static readonly Gen<DatesSample> Nth = Gen.Select(Gen.Int[1, 5], Day, (n, day) => new DatesSample(
        $"{Ordinals[n - 1]} {Days[day]}", d => DayOf(d) == day && d.Day > 7 * (n - 1) && d.Day <= 7 * n));

    private static readonly Gen<DatesSample> Last = Day.Select(
        day => new DatesSample($"last {Days[day]}", d => DayOf(d) == day && d.AddDays(7).Month != d.Month));

    private static readonly Gen<DatesSample> OfMonth = Gen.Select(
        Gen.Int[1, 31], Gen.Int[0, 30], (from, more) => Math.Min(from + more, 31) is var to && to > from
        ? new DatesSample($"day {from}-{to}", d => d.Day >= from && d.Day <= to)
        : new($"day {from}", d => d.Day == from));

    private static readonly Gen<DatesSample> AnyDays = Gen.OneOf(
        Weekdays, Nth, Last, OfMonth,
        Gen.Const(new DatesSample("last day", d => d.AddDays(1).Day == 1)),
        Gen.Const(new DatesSample("daily", _ => true)));

    private static readonly Gen<DatesSample> EveryYear = Gen.Select(Gen.Int[0, 365], Gen.Int[0, 365], (a, b) =>
    {
        // The dates are from a leap year, so that 29 February takes part.
        var (from, to) = (Write(new DateOnly(2024, 1, 1).AddDays(a))[5..], Write(new DateOnly(2024, 1, 1).AddDays(b))[5..]);
        return new DatesSample(from == to ? $"*-{from}" : $"*-{from}..*-{to}", d => Write(d)[5..] is var day
            && (string.CompareOrdinal(from, to) <= 0 ? Between(from, day, to) : Between(from, day, "12-31") || Between("01-01", day, to)));
    });

    public static Gen<ScheduleSample> All { get; } =
        from zone in Gen.Int[0, DateTimeZoneProviders.Tzdb.Ids.Count - 1].Select(
            i => DateTimeZoneProviders.Tzdb[DateTimeZoneProviders.Tzdb.Ids[i]])
        from minute in Gen.Int[0, 37 * 365 * 1440]
        from near in Gen.Int[-2 * 1440, 2 * 1440]
        from atChange in Gen.Bool
        let any = Instant.FromUtc(2000, 1, 15, 0, 0) + Duration.FromMinutes(minute)
        let interval = zone.GetZoneInterval(any)
        let at = atChange && interval.HasStart && interval.Start.InUtc().Year >= 2000 ? interval.Start + Duration.FromMinutes(near) : any
        let dates = Gen.OneOf(EveryYear, Dated(at))
        from except in dates.Array[0, 2]
        let terms = Gen.Frequency((3, AnyDays), (1, Workdays(except)))
        let days = Gen.OneOf(terms, Lists(terms), InMonths(terms), dates)
        let windows = Gen.Frequency(
            (4, Gen.Select(days, Minute, Minute, Daily)), (1, Gen.Select(Day, Minute, Day, Minute, Span)),
            (1, Gen.Select(Gen.Int[0, 364], Minute, Gen.Int[0, 364], Minute, SpanOfEveryYear)), (1, DatedSpan(at)))
        from up in windows.Array[1, 3]
        from plus in windows.Array[0, 1]
        select new ScheduleSample(zone.Id, up, except, plus, at);

    private static Gen<DatesSample> Dated(Instant near) => Gen.Select(Gen.Int[-10, 10], Gen.Int[0, 10], (shift, length) =>
    {
        var from = DateOnly.FromDateTime(near.ToDateTimeUtc()).AddDays(shift);
        var to = from.AddDays(length);
        return new DatesSample(length == 0 ? Write(from) : $"{Write(from)}..{Write(to)}", d => d >= from && d <= to);
    });

    private static Gen<DatesSample> Lists(Gen<DatesSample> terms) => Gen.Select(
        terms, terms, (a, b) => new DatesSample($"{a.Text},{b.Text}", d => a.Holds(d) || b.Holds(d)));

    private static Gen<DatesSample> InMonths(Gen<DatesSample> terms) => Gen.Select(
        Gen.Int[0, 11], Gen.Int[0, 11], terms, (from, to, days) => new DatesSample(
        $"{Months[from]}-{Months[to]} {days.Text}", d => (d.Month - 1 - from + 12) % 12 <= (to - from + 12) % 12 && days.Holds(d)));

    private static Gen<DatesSample> Workdays(DatesSample[] except)
    {
        return Gen.Select(Gen.Int[1, 23], Gen.Bool, (n, last) => (n, last) switch
        {
            (1, true) => new("last workday", d => OfMonth(d).LastOrDefault() == d),
            (_, true) => new($"last {n} workdays", d => OfMonth(d).TakeLast(n).Contains(d)),
            _ => new DatesSample(
                $"{n}{(n is 11 or 12 or 13 ? "th" : (n % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" })} workday",
                d => OfMonth(d).ElementAtOrDefault(n - 1) == d),
        });

        IEnumerable<DateOnly> OfMonth(DateOnly date) => Enumerable.Range(1, DateTime.DaysInMonth(date.Year, date.Month))
            .Select(day => new DateOnly(date.Year, date.Month, day)).Where(d => DayOf(d) < 5 && !except.Any(e => e.Holds(d)));
    }

    private static WindowSample Daily(DatesSample dates, int start, int end) => end == 0 || end == start
        ? new($"{dates.Text} {Time(start)}-24:00", dates.Holds, start, _ => 1440)
        : new($"{dates.Text} {Time(start)}-{Time(end)}", dates.Holds, start, _ => end < start ? end + 1440 : end);

    private static WindowSample Span(int from, int start, int to, int end)
    {
        var days = (to - from + 7) % 7;
        if (days == 0 && end == start)
            end = (end + 1) % 1440;
        var week = days == 0 && end < start ? 7 : days;
        return new(
            $"{Days[from]} {Time(start)} > {Days[to]} {Time(end)}", d => DayOf(d) == from, start, _ => week * 1440 + end, IsSpan: true);
    }

    private static WindowSample SpanOfEveryYear(int from, int start, int to, int end)
    {
        // The dates are from a year without 29 February, because no such span starts or ends on that date.
        var (first, last) = (Write(new DateOnly(2023, 1, 1).AddDays(from))[5..], Write(new DateOnly(2023, 1, 1).AddDays(to))[5..]);
        if (from == to && end == start)
            end = (end + 1) % 1440;
        return new($"*-{first} {Time(start)} > *-{last} {Time(end)}", d => Write(d)[5..] == first, start, EndOn, IsSpan: true)
        {
            MostDays = 367,
        };

        int EndOn(DateOnly date)
        {
            var thisYear = DateOnly.Parse($"{date.Year}-{last}", CultureInfo.InvariantCulture).DayNumber - date.DayNumber;
            return thisYear * 1440 + end > start ? thisYear * 1440 + end
                : (DateOnly.Parse($"{date.Year + 1}-{last}", CultureInfo.InvariantCulture).DayNumber - date.DayNumber) * 1440 + end;
        }
    }

    /// <summary>Half of the spans are shorter than three weeks, and the others last up to four years.</summary>
    private static Gen<WindowSample> DatedSpan(Instant near) => Gen.Select(
        Gen.Int[-20, 5], Gen.Int[0, 20], Gen.Int[0, 1000], Gen.Bool, Gen.Select(Minute, Minute), (shift, few, many, isLong, minutes) =>
    {
        var (start, end) = minutes;
        var from = DateOnly.FromDateTime(near.ToDateTimeUtc()).AddDays(shift - (isLong ? many : 0));
        var days = Math.Max(isLong ? many * 3 / 2 : few, end <= start ? 1 : 0);
        return new WindowSample(
            $"{Write(from)} {Time(start)} > {Write(from.AddDays(days))} {Time(end)}", d => d == from, start, _ => days * 1440 + end,
            IsSpan: true)
        {
            MostDays = days,
        };
    });

    private static int DayOf(DateOnly date) => ((int)date.DayOfWeek + 6) % 7;

    private static bool Between(string from, string day, string to) =>
        string.CompareOrdinal(from, day) <= 0 && string.CompareOrdinal(day, to) <= 0;

    private static string Write(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Time(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}
