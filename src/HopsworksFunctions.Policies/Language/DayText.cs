using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Language;

/// <summary>
/// Reads <c>[MONTHS] DAYS</c>: <c>mon-fri</c>, <c>mon,wed</c>, <c>1st sat</c>, <c>last day</c>, <c>day 1-5</c>, <c>2nd workday</c>,
/// <c>jun-aug daily</c>.
/// </summary>
internal static class DayText
{
    private static readonly string[] Weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Ordinals = ["1st", "2nd", "3rd", "4th", "5th"];
    private static readonly string[] AllWords = [.. Weekdays, .. Months, .. Ordinals, "daily", "last", "day", "workday", "workdays"];

    private const string Forms = "mon-fri, 1st sat, last fri, last day, day 1-5 or 2nd workday";

    /// <param name="except">Dates that are not workdays.</param>
    public static DateSet Parse(string[] words, DateSet except)
    {
        if (!StartsWithMonth(words[0]))
            return Days(words, except);
        if (words.Length == 1)
            throw new WordingException($"'{words[0]}' needs days. Did you mean '{words[0]} daily'?");
        return new DateSet.InMonths(Bits(words[0], Months, "month"), Days(words[1..], except));
    }

    public static bool IsOrdinal(string word) => WorkdayText.Ordinal(word.Split(',')[0]) is not null;

    public static IsoDayOfWeek Weekday(string text) => (IsoDayOfWeek)(Index(text, Weekdays, "day of the week") + 1);

    public static int Bit(IsoDayOfWeek day) => 1 << ((int)day - 1);

    private static bool StartsWithMonth(string word) =>
        Array.IndexOf(Months, word.Split(',', '-')[0]) >= 0;

    private static DateSet Days(string[] words, DateSet except)
    {
        var terms = string.Join(' ', words).Split(',').Select(term => Term(term.Trim(' '), except)).ToList();
        return terms.Count == 1 ? terms[0] : new DateSet.AnyOf(terms);
    }

    private static DateSet Term(string term, DateSet except) => term.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        [.., "workday" or "workdays"] words => WorkdayText.Parse(words, except),
        ["daily"] => new DateSet.Weekdays(0b1111111),
        ["last", "day"] => new DateSet.LastDay(),
        ["last", var day] => new DateSet.LastWeekday(Weekday(day)),
        ["day", var number] => MonthDays(number),
        [var nth, var day] when Array.IndexOf(Ordinals, nth) is >= 0 and var n => new DateSet.NthWeekday(n + 1, Weekday(day)),
        [var days] => new DateSet.Weekdays(Bits(days, Weekdays, "day")),
        [] => throw new WordingException("missing day next to the comma"),
        var other => throw new WordingException($"'{term}' is not a day{Suggested(other[0])}"),
    };

    private static DateSet.MonthDays MonthDays(string text)
    {
        var parts = text.Split('-');
        if (parts.Length > 2
            || !parts.All(p => p.Length is 1 or 2 && p.All(char.IsAsciiDigit) && int.Parse(p, null) is >= 1 and <= 31 && p[0] != '0'))
            throw new WordingException($"'day {text}' does not exist. Use day 1 to day 31, or a range such as day 1-5");
        var (from, to) = (int.Parse(parts[0], null), int.Parse(parts[^1], null));
        return from <= to
            ? new(from, to)
            : throw new WordingException($"'day {text}' ends before it starts. Did you mean 'day {from}-31,day 1-{to}'?");
    }

    /// <summary>Reads a list of names and ranges, which may wrap, as bits.</summary>
    private static int Bits(string text, string[] names, string what)
    {
        var bits = 0;
        foreach (var item in text.Split(','))
        {
            var ends = item.Split('-');
            if (ends.Length > 2)
                throw new WordingException($"'{item}' is not a range of two {what}s");
            var (from, to) = (Index(ends[0], names, what), Index(ends[^1], names, what));
            for (var i = from; ; i = (i + 1) % names.Length)
            {
                bits |= 1 << i;
                if (i == to)
                    break;
            }
        }
        return bits;
    }

    private static int Index(string word, string[] names, string what) =>
        Array.IndexOf(names, word) is >= 0 and var i ? i
            : throw new WordingException(Wrong(word, names, what));

    private static string Wrong(string word, string[] names, string what) =>
        word.Length == 0 ? $"missing {what} next to a comma or dash"
            : AllWords.Contains(word) ? $"'{word}' cannot stand alone here; write {Forms}"
            : names.FirstOrDefault(n => word.StartsWith(n, StringComparison.OrdinalIgnoreCase)) is { } start
                ? $"'{word}' is not a {what}. Did you mean '{start}'?"
            : Suggestion.Nearest(word, AllWords) is { } near ? $"'{word}' is not a {what}. Did you mean '{near}'?"
            : $"'{word}' is not a {what}. Use {string.Join(' ', names)}";

    /// <summary>Returns a suggestion of the word nearest to the first of a term, or the forms of days.</summary>
    private static string Suggested(string word) => Suggestion.For(word, AllWords) is { Length: > 0 } near ? near : $". Use {Forms}";
}
