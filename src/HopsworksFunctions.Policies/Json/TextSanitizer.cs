using System.Globalization;
using System.Text;

namespace HopsworksFunctions.Policies.Json;

/// <summary>Makes external texts safe for a line of a report, a log or a message.</summary>
public static class TextSanitizer
{
    internal const int MaxStored = 3_500;

    private const int MaxReported = 600;
    private const int MaxLine = 300;

    // Letters and marks that are drawn as nothing or as a blank. Variation selectors are left out, because emoji need them.
    private const string Blanks = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0";

    /// <summary>
    /// Escapes characters that are invisible, or change how others are shown, as <c>\u000a</c>: control characters, including line ends and
    /// escape; format characters, such as zero-width ones and those that change the direction; halves of surrogate pairs. Escaping twice
    /// changes nothing more.
    /// </summary>
    public static string Escape(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsHidden(text, i))
                return EscapeFrom(i, text);
        }
        return text;
    }

    /// <summary>Cuts the middle out of a long text, because the beginning says what is wrong and the end what would be right.</summary>
    internal static string Shorten(string text, int max = MaxReported)
    {
        if (text.Length <= max)
            return text;
        var end = text.Length - max / 2;
        return $"{Beginning(text, max / 2)} ... {text[(char.IsLowSurrogate(text[end]) ? end + 1 : end)..]}";
    }

    /// <summary>Returns the text, or its beginning and an ellipsis.</summary>
    internal static string Cut(string text, int max) => text.Length <= max ? text : $"{Beginning(text, max)}…";

    /// <summary>Returns a text short enough for any store, for use in an audit entry, an incident, a message or a record.</summary>
    internal static string Bound(string text) => text is { Length: > MaxStored } ? Cut(text, MaxStored) : text;

    /// <summary>Returns the beginning of a text as one line, with blanks for breaks and tabs and other hidden characters escaped.</summary>
    internal static string ToLine(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var line = new StringBuilder(Math.Min(text.Length, MaxLine) + 1);
        for (var i = 0; i < text.Length && line.Length <= MaxLine; i++)
            Append(line, text, i, isLine: true);
        return line.Length > MaxLine ? Cut(line.ToString(), MaxLine) : line.ToString().Trim();
    }

    private static string EscapeFrom(int first, string text)
    {
        var escaped = new StringBuilder(text, 0, first, text.Length + 16);
        for (var i = first; i < text.Length; i++)
            Append(escaped, text, i, isLine: false);
        return escaped.ToString();
    }

    private static void Append(StringBuilder to, string text, int at, bool isLine)
    {
        var c = text[at];
        if (!IsHidden(text, at))
            to.Append(c);
        else if (isLine && char.IsWhiteSpace(c))
            to.Append(' ');
        else
            to.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
    }

    private static bool IsHidden(string text, int at)
    {
        var c = text[at];
        if (c is >= ' ' and <= '~')
            return false;
        if (char.IsLowSurrogate(c) && at > 0 && char.IsHighSurrogate(text[at - 1]))
            at--;
        // A surrogate pair has the category of both halves; half of a pair has the category Surrogate.
        return CharUnicodeInfo.GetUnicodeCategory(text, at) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate || Blanks.Contains(c);
    }

    // Half of a surrogate pair would make the text invalid.
    private static string Beginning(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
