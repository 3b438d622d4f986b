using System.Text;
using HopsworksFunctions.Policies.Json;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using NodaTime;
using IcsCalendar = Ical.Net.Calendar;

namespace HopsworksFunctions.Core.Calendars;

/// <summary>
/// The dates of the all-day events of an iCalendar text. Some calendars export these from midnight to midnight of a time zone; those also
/// count, on the dates that the event itself gives.
/// </summary>
internal static class IcsEvents
{
    public const int MaxEvents = 10_000;
    // An event on each day of seven years has 2,500 dates. All events share the limit of a file, which takes about a second.
    private const int MaxDays = 100_000;
    private const int MaxSeries = 1_000;
    private static readonly EvaluationOptions Bounded = new() { MaxUnmatchedIncrementsLimit = 10_000 };

    /// <exception cref="CalendarSourceException">The text is not a calendar, has no all-day event, or has too many.</exception>
    public static IReadOnlyList<CalendarDay> Days(byte[] utf8, CalendarRange range)
    {
        var text = Encoding.UTF8.GetString(utf8).TrimStart('\uFEFF').Trim();
        if (text.Length == 0)
            throw new CalendarSourceException("the file is empty");
        if (!text.StartsWith("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase))
            throw new CalendarSourceException("the file is not iCalendar: it must begin with BEGIN:VCALENDAR");
        if (!text.EndsWith("END:VCALENDAR", StringComparison.OrdinalIgnoreCase))
            throw new CalendarSourceException("the file is cut off: it must end with END:VCALENDAR");
        var count = text.Split('\n').Count(line => line.StartsWith("BEGIN:VEVENT", StringComparison.OrdinalIgnoreCase));
        if (count > MaxEvents)
            throw new CalendarSourceException($"the file has too many events: {count}, the maximum is {MaxEvents}");
        try
        {
            return Days(IcsCalendar.Load<IcsCalendar>(text), range);
        }
        catch (Exception e) when (e is not CalendarSourceException)
        {
            // The package throws anything from its own exceptions to IndexOutOfRangeException.
            throw new CalendarSourceException($"the file is not valid iCalendar (RFC 5545): {TextSanitizer.ToLine(e.Message)}", e);
        }
    }

    private static CalendarDay[] Days(IEnumerable<IcsCalendar> calendars, CalendarRange range)
    {
        var events = calendars.SelectMany(calendar => calendar.Events).ToList();
        if (!events.Exists(IsAllDay))
            throw new CalendarSourceException("the file has no all-day events");
        if (events.Count(IsSeries) is var series and > MaxSeries)
            throw new CalendarSourceException($"the file has too many recurring events: {series}, the maximum is {MaxSeries}");
        // An event that replaces one of a series, even by a meeting, takes that date from the series.
        var replaced = events.Where(e => e.RecurrenceIdentifier is not null)
            .ToLookup(e => e.Uid, e => e.RecurrenceIdentifier!.StartTime.Date);
        var days = new SortedDictionary<LocalDate, CalendarDay>();
        var seen = 0;
        foreach (var one in events.Where(e => IsAllDay(e) && !IsCancelled(e)))
            Add(one, one.RecurrenceIdentifier is null && IsSeries(one) ? replaced[one.Uid] : [], range, days, ref seen);
        return [.. days.Values];
    }

    private static bool IsSeries(CalendarEvent one) =>
        one.RecurrenceRule is not null || one.RecurrenceDates.GetAllDates().Any();

    private static void Add(
        CalendarEvent allDay, IEnumerable<DateOnly> replaced, CalendarRange range, SortedDictionary<LocalDate, CalendarDay> days,
        ref int seen)
    {
        var (dated, length) = Dated(allDay, replaced);
        // An event of several days may have begun before the range.
        var from = range.From.PlusDays(-length);
        foreach (var occurrence in dated.GetOccurrences(new CalDateTime(from.Year, from.Month, from.Day), Bounded))
        {
            var first = LocalDate.FromDateOnly(occurrence.Period.StartTime.Date);
            if (first > range.To)
                break;
            for (var i = 0; i < length; i++)
            {
                var date = first.PlusDays(i);
                if (++seen > MaxDays)
                    throw new CalendarSourceException($"the file has more than {MaxDays} dates");
                if (range.Contains(date))
                    days.TryAdd(date, new(date, allDay.Summary is { Length: > 0 } name ? TextSanitizer.ToLine(name) : null));
            }
        }
    }

    /// <summary>Returns the event on dates without times, and its length in days.</summary>
    private static (CalendarEvent Event, int Days) Dated(CalendarEvent allDay, IEnumerable<DateOnly> replaced)
    {
        var start = allDay.DtStart!.Date;
        var dated = new CalendarEvent { Uid = allDay.Uid, DtStart = new(start), DtEnd = new(start.AddDays(1)) };
        if (allDay.RecurrenceRule is { } rule)
        {
            if (rule.Until is { HasTime: true } until)
                rule.Until = new(until.Date);
            dated.RecurrenceRule = rule;
        }
        dated.ExceptionDates.AddRange(allDay.ExceptionDates.GetAllDates().Select(date => date.Date).Concat(replaced).Distinct()
            .Select(date => new CalDateTime(date)));
        dated.RecurrenceDates.AddRange(allDay.RecurrenceDates.GetAllDates().Select(date => new CalDateTime(date.Date)));
        var days = allDay.DtEnd is { } end ? end.Date.DayNumber - start.DayNumber : allDay.Duration is { } length ? DaysOf(length) : 1;
        return (dated, Math.Max(1, days));
    }

    private static bool IsAllDay(CalendarEvent e) => e.DtStart is { } start && (!start.HasTime || IsMidnight(start)
        && (e.DtEnd is { } end ? IsMidnight(end) && end.Date > start.Date : e.Duration is { } length && IsWhole(length)));

    /// <summary>Returns whether it is midnight in a time zone. Midnight UTC does not count, because people see another hour.</summary>
    private static bool IsMidnight(CalDateTime time) => time is { HasTime: true, IsUtc: false, Hour: 0, Minute: 0, Second: 0 };

    private static bool IsWhole(Ical.Net.DataTypes.Duration length) => DaysOf(length) > 0
        && ((length.Hours ?? 0) * 60 + (length.Minutes ?? 0)) % (24 * 60) == 0 && (length.Seconds ?? 0) == 0;

    private static int DaysOf(Ical.Net.DataTypes.Duration length) =>
        (length.Weeks ?? 0) * 7 + (length.Days ?? 0) + ((length.Hours ?? 0) * 60 + (length.Minutes ?? 0)) / (24 * 60);

    private static bool IsCancelled(CalendarEvent e) => string.Equals(e.Status, "CANCELLED", StringComparison.OrdinalIgnoreCase);
}
