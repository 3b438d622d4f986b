using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>A schedule's windows between two instants, merged. They share no code, and so no mistake, with the product.</summary>
internal sealed partial class UpWindows
{
    private readonly List<Window> windows = [];
    private readonly Dictionary<Duration, UpWindows> ahead = [];

    // The last answer, because most questions are about the same window again.
    private int latest = -1;

    private UpWindows(IEnumerable<Window> found)
    {
        foreach (var window in found.OrderBy(w => w.Start))
        {
            if (windows.Count > 0 && window.Start <= windows[^1].End)
                windows[^1] = windows[^1] with { End = Instant.Max(windows[^1].End, window.End) };
            else
                windows.Add(window);
        }
    }

    /// <summary>
    /// Reads the forms that random scenarios have: weekdays, days of the month, spans of the week and of dates, unions, and excluded dates.
    /// </summary>
    /// <param name="schedules">All schedules of the policies, because a union names others.</param>
    public static UpWindows Of(JsonObject schedules, string name, string zoneId, Interval span) =>
        new(Found(schedules, schedules[name]!.AsObject(), zoneId, span));

    private static IEnumerable<Window> Found(JsonObject schedules, JsonObject schedule, string zoneId, Interval span)
    {
        if (schedule["union"] is JsonArray members)
            return members.SelectMany(member => Found(schedules, schedules[(string)member!]!.AsObject(), zoneId, span));
        var zone = DateTimeZoneProviders.Tzdb[(string?)schedule["timeZone"] ?? zoneId];
        var (first, last) = (span.Start.InZone(zone).Date.PlusDays(-8), span.End.InZone(zone).Date.PlusDays(8));
        var dates = Enumerable.Range(0, Period.DaysBetween(first, last) + 1).Select(first.PlusDays).ToList();
        var except = (schedule["except"]?.AsArray() ?? []).Select(date => Date((string)date!)).ToHashSet();
        return schedule["up"]!.AsArray().SelectMany(text => Of((string)text!, dates, except, zone));
    }

    /// <summary>Returns the same windows, each with the start-ahead time before it.</summary>
    public UpWindows Ahead(Duration lead) => lead == Duration.Zero ? this
        : ahead.TryGetValue(lead, out var known) ? known
        : ahead[lead] = new(windows.Select(window => new Window(window.Start - lead, window.End) { Own = window.Start }));

    public Window? At(Instant instant) => Last(instant) is { } window && instant < window.End ? window : null;

    /// <summary>Returns the last window that has ended.</summary>
    public Window? Before(Instant instant)
    {
        var index = IndexOf(instant);
        return index >= 0 && windows[index].End <= instant ? windows[index] : index > 0 ? windows[index - 1] : null;
    }

    /// <summary>Returns the last start or end.</summary>
    public Instant? Edge(Instant instant) => Last(instant) is { } window ? instant < window.End ? window.Start : window.End : null;

    /// <summary>Returns the first start or end after the instant.</summary>
    public Instant? NextEdge(Instant instant)
    {
        var index = IndexOf(instant);
        if (index >= 0 && instant < windows[index].End)
            return windows[index].End;
        return index + 1 < windows.Count ? windows[index + 1].Start : null;
    }

    public bool Has(Window window) => Last(window.Start) == window;

    private Window? Last(Instant instant) => IndexOf(instant) is >= 0 and var index ? windows[index] : null;

    private int IndexOf(Instant instant)
    {
        if ((latest < 0 || windows[latest].Start <= instant) && (latest + 1 == windows.Count || instant < windows[latest + 1].Start))
            return latest;
        var (low, high) = (0, windows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = windows[middle].Start <= instant ? (middle + 1, high) : (low, middle);
        }
        return latest = low - 1;
    }

    private static IEnumerable<Window> Of(string text, List<LocalDate> dates, HashSet<LocalDate> except, DateTimeZone zone)
    {
        if (Span().Match(text) is { Success: true } span)
        {
            var (startDay, endDay) = (Day(span.Groups[1].Value), Day(span.Groups[3].Value));
            var (opens, closes) = (Time(span.Groups[2].Value), Time(span.Groups[4].Value));
            return from date in dates
                   where date.DayOfWeek == startDay
                   let days = ((int)endDay - (int)startDay + 7) % 7
                   let end = date.PlusDays(days == 0 && closes <= opens ? 7 : days) + closes
                   from whole in Resolve(date + opens, end, zone)
                   from piece in Without(except, whole, zone)
                   select piece;
        }
        if (Once().Match(text) is { Success: true } once)
        {
            var (from, until) = (Date(once.Groups[1].Value) + Time(once.Groups[2].Value), Date(once.Groups[3].Value)
                + Time(once.Groups[4].Value));
            return Resolve(from, until, zone).SelectMany(whole => Without(except, whole, zone));
        }
        var daily = Daily().Match(text);
        var (start, stop) = (Time(daily.Groups[2].Value), daily.Groups[3].Value);
        var midnight = stop == "24:00";
        var close = midnight ? LocalTime.Midnight : Time(stop);
        return from date in dates
               where IsOn(daily.Groups[1].Value, date) && !except.Contains(date)
               from window in Resolve(date + start, date.PlusDays(midnight || close <= start ? 1 : 0) + close, zone)
               select window;
    }

    /// <summary>Returns what excluded dates leave of a window, in ten-minute steps to share no date arithmetic with the product.</summary>
    private static IEnumerable<Window> Without(HashSet<LocalDate> except, Window whole, DateTimeZone zone)
    {
        var step = Duration.FromMinutes(10);
        for (var at = whole.Start; at < whole.End; at += step)
        {
            if (!except.Contains(at.InZone(zone).Date))
                yield return new(at, Instant.Min(at + step, whole.End));
        }
    }

    /// <summary>Moves a skipped time to the clock change. Of a repeated time, a start takes the first and an end the last.</summary>
    private static IEnumerable<Window> Resolve(LocalDateTime from, LocalDateTime until, DateTimeZone zone)
    {
        var (first, last) = (zone.MapLocal(from), zone.MapLocal(until));
        var start = first.Count == 0 ? first.EarlyInterval.End : first.First().ToInstant();
        var end = last.Count == 0 ? last.EarlyInterval.End : last.Last().ToInstant();
        return start < end ? [new(start, end)] : [];
    }

    private static bool IsOn(string days, LocalDate date)
    {
        if (days == "daily")
            return true;
        if (days.StartsWith("day ", StringComparison.Ordinal))
            return date.Day == int.Parse(days[4..], CultureInfo.InvariantCulture);
        return days.Split(',').Select(part => part.Split('-')).Any(range =>
            ((int)date.DayOfWeek - (int)Day(range[0]) + 7) % 7 <= ((int)Day(range[^1]) - (int)Day(range[0]) + 7) % 7);
    }

    private static IsoDayOfWeek Day(string word) => word switch
    {
        "mon" => IsoDayOfWeek.Monday,
        "tue" => IsoDayOfWeek.Tuesday,
        "wed" => IsoDayOfWeek.Wednesday,
        "thu" => IsoDayOfWeek.Thursday,
        "fri" => IsoDayOfWeek.Friday,
        "sat" => IsoDayOfWeek.Saturday,
        "sun" => IsoDayOfWeek.Sunday,
        _ => throw new FormatException($"the oracle does not know the day '{word}'"),
    };

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;

    private static LocalTime Time(string text) => LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text).Value;

    [GeneratedRegex("^([a-z]{3}) ([0-9:]{5}) > ([a-z]{3}) ([0-9:]{5})$")]
    private static partial Regex Span();

    [GeneratedRegex("^([0-9-]{10}) ([0-9:]{5}) > ([0-9-]{10}) ([0-9:]{5})$")]
    private static partial Regex Once();

    [GeneratedRegex("^([a-z0-9, -]+) ([0-9:]{5})-([0-9:]{5})$")]
    private static partial Regex Daily();
}

/// <summary>A half-open period: the start is included, the end is not.</summary>
internal readonly record struct Window(Instant Start, Instant End)
{
    private readonly Instant? own;

    /// <summary>The start without the start-ahead time.</summary>
    public Instant Own { get => own ?? Start; init => own = value; }
}
