using System.Globalization;
using HopsworksFunctions.Policies.Schedules;

namespace HopsworksFunctions.Policies.Language;

/// <summary>
/// Reads workdays of the month: <c>2nd workday</c>, <c>last workday</c>, <c>last 3 workdays</c>. A workday is Monday to Friday and not an
/// excluded date.
/// </summary>
internal static class WorkdayText
{
    /// <summary>The most workdays that a month can have.</summary>
    private const int Most = 23;

    private static readonly string[] Ordinals = [.. Enumerable.Range(1, Most).Select(n => $"{n}{Suffix(n)}")];

    /// <exception cref="WordingException">The words name no workdays; the message says why.</exception>
    public static DateSet Parse(string[] words, DateSet except) => words switch
    {
        ["last", "workday"] => new DateSet.LastWorkdays(1, except),
        ["last", var count, "workdays"] when Count(count) is { } n => new DateSet.LastWorkdays(n, except),
        [var nth, "workday"] when Ordinal(nth) is { } n => new DateSet.NthWorkday(n, except),
        ["workday" or "workdays"] => throw new WordingException("'workday' needs a number. Write '2nd workday' or 'last workday', "
            + "or 'mon-fri' for every one of them"),
        ["last", .., "workday" or "workdays"] => throw new WordingException(
            $"write 'last workday', or 'last 2 workdays' to 'last {Most} workdays'"),
        _ => throw new WordingException($"'{string.Join(' ', words)}' does not exist. Use '1st workday' to '{Ordinals[^1]} workday'"),
    };

    /// <summary>Returns the number of an ordinal such as <c>2nd</c>; null for other words, and beyond the workdays of any month.</summary>
    public static int? Ordinal(string word) => Array.IndexOf(Ordinals, word) is >= 0 and var i ? i + 1 : null;

    private static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 2 and <= Most && text[0] != '0'
            ? n
            : null;

    private static string Suffix(int n) => n switch
    {
        1 or 21 => "st",
        2 or 22 => "nd",
        3 or 23 => "rd",
        _ => "th",
    };
}
