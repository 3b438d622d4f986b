using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Policies.Language;

/// <summary>
/// Reads dates: <c>2026-12-24</c>, <c>2026-12-24..2026-12-26</c>, <c>*-12-24..*-01-02</c> of every year, <c>@calendar</c>.
/// </summary>
internal static class DateText
{
    private const string Forms = "write YYYY-MM-DD, *-MM-DD (every year), or a range a..b";

    /// <exception cref="WordingException">The text names no dates; the message says why.</exception>
    public static DateSet Parse(string text, IReadOnlyDictionary<string, DateSet> calendars)
    {
        if (text.StartsWith('@'))
        {
            return calendars.TryGetValue(text[1..], out var calendar) ? calendar
                : throw new WordingException($"unknown calendar '{text[1..]}'{Suggestion.For(text[1..], calendars.Keys)}");
        }
        return Parse(text);
    }

    /// <inheritdoc cref="Parse(string, IReadOnlyDictionary{string, DateSet})"/>
    public static DateSet Parse(string text)
    {
        var ends = text.Split("..");
        if (ends.Length > 2)
            throw new WordingException($"'{text}' is not a date range; {Forms}");
        if (text.StartsWith('*'))
            return ends.All(e => e.StartsWith('*')) ? new DateSet.EveryYear(Yearly(ends[0]), Yearly(ends[^1])) : throw Mixed(text);
        if (ends[^1].StartsWith('*'))
            throw Mixed(text);
        var (from, to) = (Date(ends[0]), Date(ends[^1]));
        return from <= to ? new DateSet.Range(from, to) : throw new WordingException($"'{text}' ends before it starts. Swap the dates");
    }

    public static WordingException Mixed(string text) => new($"'{text}' mixes a single year with every year; {Forms}");

    public static LocalDate Date(string text)
    {
        if (text.Length == 10 && LocalDatePattern.Iso.Parse(text) is { Success: true } parsed)
            return parsed.Value.Year is >= 1900 and <= 2200
                ? parsed.Value
                : throw new WordingException($"{text} is out of range: 1900 to 2200");
        throw new WordingException(HasShape(text) ? $"{text} does not exist" : $"'{text}' is not a date; {Forms}");
    }

    public static AnnualDate Yearly(string text)
    {
        // 2000 was a leap year, so *-02-29 is valid.
        if (text.Length == 7 && LocalDatePattern.Iso.Parse("2000" + text[1..]) is { Success: true } parsed)
            return new(parsed.Value.Month, parsed.Value.Day);
        throw new WordingException(HasShape(text.Replace("*", "2000", StringComparison.Ordinal))
            ? $"{text[2..]} does not exist in any year"
            : $"'{text}' is not a yearly date; {Forms}");
    }

    private static bool HasShape(string text) =>
        text is [var a, var b, var c, var d, '-', var e, var f, '-', var g, var h] && ((char[])[a, b, c, d, e, f, g, h])
            .All(char.IsAsciiDigit);
}
