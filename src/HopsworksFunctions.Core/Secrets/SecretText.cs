using System.Globalization;

namespace HopsworksFunctions.Core.Secrets;

/// <summary>The invisible characters that editors, files and pipes add to a secret.</summary>
public static class SecretText
{
    /// <summary>Returns the text without the blanks, line ends and byte-order marks around it; empty if there is nothing else.</summary>
    public static string Clean(string? text)
    {
        var rest = text.AsSpan();
        while (rest is [var first, ..] && IsUnseen(first))
            rest = rest[1..];
        while (rest is [.., var last] && IsUnseen(last))
            rest = rest[..^1];
        return rest.ToString();
    }

    /// <summary>Returns whether a text contains any of them.</summary>
    public static bool HasUnseen(string text) => text.Any(IsUnseen);

    // .NET counts neither the byte-order mark nor zero-width spaces as white space.
    private static bool IsUnseen(char c) =>
        char.IsWhiteSpace(c) || char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
