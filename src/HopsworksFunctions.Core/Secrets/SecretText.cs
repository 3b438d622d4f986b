using System.Globalization;

namespace HopsworksFunctions.Core.Secrets;

/// <summary>What editors, files and pipes add to a secret, and nobody sees.</summary>
public static class SecretText
{
    /// <summary>Without the blanks, line ends and byte-order marks around it. Empty if there is nothing else.</summary>
    public static string Clean(string? text)
    {
        var rest = text.AsSpan();
        while (rest is [var first, ..] && IsUnseen(first))
            rest = rest[1..];
        while (rest is [.., var last] && IsUnseen(last))
            rest = rest[..^1];
        return rest.ToString();
    }

    /// <summary>Whether there are any left inside it.</summary>
    public static bool HasUnseen(string text) => text.Any(IsUnseen);

    // .NET counts neither the byte-order mark nor blanks without width as white space.
    private static bool IsUnseen(char c) =>
        char.IsWhiteSpace(c) || char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
