using System.Globalization;

namespace HopsworksFunctions.Policies.Json;

/// <summary>Makes texts of others fit for a line of a report.</summary>
internal static class Legible
{
    private const int Longest = 600;

    /// <summary>Control characters, line ends among them, as <c>\u000a</c>.</summary>
    public static string Escape(string text) => text.Any(IsControl)
        ? string.Concat(text.Select(c => IsControl(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString()))
        : text;

    /// <summary>What is too long loses its middle: its beginning says what is wrong, its end what would be right.</summary>
    public static string Shorten(string text) => text.Length <= Longest ? text : $"{text[..(Longest / 2)]} ... {text[^(Longest / 2)..]}";

    private static bool IsControl(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
}
