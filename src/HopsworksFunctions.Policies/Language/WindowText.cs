using System.Globalization;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Language;

/// <summary>
/// Reads a window: <c>[MONTHS] DAYS HH:MM-HH:MM</c>, <c>DATE HH:MM-HH:MM</c>, <c>@calendar HH:MM-HH:MM</c>, or a span, which
/// <see cref="SpanText"/> reads.
/// </summary>
internal static class WindowText
{
    private const string Example = "'mon-fri 07:00-19:00', 'mon 08:00 > fri 18:00' or '2026-12-24 09:00-12:00'";

    /// <param name="except">The schedule's excluded dates, which are not workdays.</param>
    /// <exception cref="WordingException">The text is not a window; the message says why.</exception>
    public static Window Parse(string text, IReadOnlyDictionary<string, DateSet> calendars, DateSet except)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            throw new WordingException($"empty window. Write {Example}");
        return words[0][0] != '@' && text.Contains('>', StringComparison.Ordinal)
            ? SpanText.Parse(words)
            : Daily(words, calendars, except);
    }

    private static DailyWindow Daily(string[] words, IReadOnlyDictionary<string, DateSet> calendars, DateSet except)
    {
        var (start, days, end) = Times(words[^1]);
        var dates = words[..^1] switch
        {
            [] => throw new WordingException($"missing days. Did you mean 'daily {words[^1]}'?"),
            [var one] when one[0] == '@' || char.IsAsciiDigit(one[0]) && !DayText.IsOrdinal(one) || one[0] == '*' =>
                DateText.Parse(one, calendars),
            var some => DayText.Parse(some, except),
        };
        return new(dates, start, days, end);
    }

    private static (LocalTime Start, int Days, LocalTime End) Times(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !text.Contains(':', StringComparison.Ordinal))
            throw new WordingException($"missing times at the end: HH:MM-HH:MM. Write {Example}");
        var (start, (end, days)) = (Start(text[..dash]), End(text[(dash + 1)..]));
        if (days == 0 && end == start)
            throw new WordingException("start and end are the same. For a whole day write 00:00-24:00");
        return (start, days == 0 && end < start ? 1 : days, end);
    }

    public static LocalTime Start(string text) =>
        text == "24:00"
            ? throw new WordingException("24:00 can only be an end. Start at 00:00 on the next day")
            : Time(text);

    /// <summary>Reads an end time and the days to add: 24:00 is 00:00 of the next day.</summary>
    public static (LocalTime Time, int Days) End(string text) => text == "24:00" ? (LocalTime.Midnight, 1) : (Time(text), 0);

    private static LocalTime Time(string text)
    {
        if (text is [var h1, var h2, ':', var m1, var m2] && char.IsAsciiDigit(h1) && char.IsAsciiDigit(h2) && char.IsAsciiDigit(m1)
            && char.IsAsciiDigit(m2))
        {
            var (hour, minute) = ((h1 - '0') * 10 + h2 - '0', (m1 - '0') * 10 + m2 - '0');
            if (hour < 24 && minute < 60)
                return new(hour, minute);
            throw new WordingException($"'{text}' does not exist: use 00:00 to 23:59, or 24:00 as an end");
        }
        var hint = TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var time)
            ? string.Create(CultureInfo.InvariantCulture, $". Did you mean '{time:HH':'mm}'?") : "";
        throw new WordingException($"'{text}' is not HH:MM{hint}");
    }
}
