using System.Globalization;
using System.Text;

namespace HopsworksFunctions.Policies.Json;

/// <summary>Makes external texts safe for a line of a report, a log or a message.</summary>
internal static class TextSanitizer
{
    private const int MaxStored = 3_500;
    private const int MaxReported = 600;
    private const int MaxLine = 300;

    /// <summary>Writes control characters, including line ends, as <c>\u000a</c>.</summary>
    public static string Escape(string text) => text.Any(IsControl)
        ? string.Concat(text.Select(c => IsControl(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString()))
        : text;

    /// <summary>Cuts the middle out of a long text, because the beginning says what is wrong and the end what would be right.</summary>
    public static string Shorten(string text, int max = MaxReported)
    {
        if (text.Length <= max)
            return text;
        var end = text.Length - max / 2;
        return $"{Beginning(text, max / 2)} ... {text[(char.IsLowSurrogate(text[end]) ? end + 1 : end)..]}";
    }

    /// <summary>The text, or its beginning and an ellipsis.</summary>
    public static string Cut(string text, int max) => text.Length <= max ? text : $"{Beginning(text, max)}…";

    /// <summary>A text as it may be stored in a row of the audit, an incident, a message or a record, so that it fits any store.</summary>
    public static string Bound(string text) => text is { Length: > MaxStored } ? Cut(text, MaxStored) : text;

    /// <summary>Returns the beginning of a text as one line without control characters.</summary>
    public static string ToLine(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var line = new StringBuilder(Math.Min(text.Length, MaxLine) + 1);
        foreach (var c in text)
        {
            if (line.Length == MaxLine) return line.Append('…').ToString();
            // Surrogates are replaced as well, because cutting a pair in half would make the text invalid.
            line.Append(IsControl(c) || char.IsSurrogate(c) ? ' ' : c);
        }
        return line.ToString().Trim();
    }

    // Half of a surrogate pair would make the text invalid.
    private static string Beginning(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static bool IsControl(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
}
