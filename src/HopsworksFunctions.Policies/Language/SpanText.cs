using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Language;

/// <summary>
/// Reads a span: <c>DAY HH:MM > DAY HH:MM</c> of every week, <c>DATE HH:MM > DATE HH:MM</c> once, or with dates of every year.
/// </summary>
internal static class SpanText
{
    private const string SameTime = "start and end are the same";

    /// <exception cref="WordingException">The words are not a span; the message says why.</exception>
    public static Span Parse(string[] words)
    {
        if (words is not [var from, var startTime, ">", var to, var endTime])
            throw new WordingException("write a span as 'DAY HH:MM > DAY HH:MM', such as 'mon 08:00 > fri 18:00', or with a date for "
                + "each day: '2026-12-03 14:00 > 2026-12-06 02:00'");
        var (start, (end, extra)) = (WindowText.Start(startTime), WindowText.End(endTime));
        if (IsDate(from) != IsDate(to))
            throw new WordingException("a span needs two days of the week or two dates");
        if (!IsDate(from))
            return OfWeek(from, start, to, extra, end);
        if ($"{from} {to}".Contains("..", StringComparison.Ordinal))
            throw new WordingException("a span needs two dates, and neither can be a range");
        return from[0] == '*' || to[0] == '*' ? OfEveryYear(from, start, to, extra, end) : Once(from, start, to, extra, end);
    }

    private static bool IsDate(string word) => word[0] == '*' || char.IsAsciiDigit(word[0]);

    private static Span.OfDays OfWeek(string startDay, LocalTime start, string endDay, int extra, LocalTime end)
    {
        var (from, to) = (DayText.Weekday(startDay), DayText.Weekday(endDay));
        var days = ((int)to - (int)from + 7) % 7 + extra;
        if (days == 0 && end == start)
            throw new WordingException($"{SameTime}. For a whole week write 'daily 00:00-24:00'");
        return new(new DateSet.Weekdays(DayText.Bit(from)), start, days == 0 && end < start ? 7 : days, end);
    }

    private static Span.OfDays Once(string startDate, LocalTime start, string endDate, int extra, LocalTime end)
    {
        var (from, to) = (DateText.Date(startDate), DateText.Date(endDate).PlusDays(extra));
        return (to.At(end).CompareTo(from.At(start))) switch
        {
            0 => throw new WordingException($"{SameTime}. For a whole day write '{startDate} 00:00-24:00'"),
            < 0 => throw new WordingException("the span ends before it starts. Swap the ends"),
            _ => new(new DateSet.Range(from, from), start, Period.DaysBetween(from, to), end),
        };
    }

    private static Span.OfEveryYear OfEveryYear(string startDate, LocalTime start, string endDate, int extra, LocalTime end)
    {
        if (startDate[0] != endDate[0])
            throw DateText.Mixed($"{startDate} > {endDate}");
        var (from, to) = (DateText.Yearly(startDate), DateText.Yearly(endDate));
        if (from is { Month: 2, Day: 29 } || to is { Month: 2, Day: 29 })
            throw new WordingException("a yearly span cannot start or end on 29 February, because most years have none. Write "
                + "*-02-28 or *-03-01");
        if (from == to && extra == 0 && start == end)
            throw new WordingException($"{SameTime}. For a whole day write '{startDate} 00:00-24:00'");
        return new(from, start, to, extra, end);
    }
}
