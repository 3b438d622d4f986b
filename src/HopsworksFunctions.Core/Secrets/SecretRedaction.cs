using System.Globalization;
using System.Text;

namespace HopsworksFunctions.Core.Secrets;

/// <summary>Removes a secret from a text by others that may repeat it, whole or cut off, plain or escaped.</summary>
internal static class SecretRedaction
{
    // Shorter beginnings are also the beginnings of innocent words.
    private const int LeastBeginning = 8;

    /// <param name="instead">Replaces the secret, or a beginning of at least half of it, because gateways cut what they repeat.</param>
    public static string Without(string text, string secret, string instead)
    {
        if (secret.Length == 0)
            return text;
        var enough = Math.Min(secret.Length, Math.Max(LeastBeginning, secret.Length / 2));
        var clean = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var (characters, end) = Match(text, at, secret);
            if (characters >= enough)
                (_, at) = (clean.Append(instead), end);
            else
                clean.Append(text[at++]);
        }
        return clean.ToString();
    }

    /// <summary>Returns how many of the secret's characters occur here, and where the text continues after them.</summary>
    private static (int Characters, int End) Match(string text, int at, string secret)
    {
        var characters = 0;
        while (characters < secret.Length && Length(text.AsSpan(at), secret[characters]) is > 0 and var length)
            (characters, at) = (characters + 1, at + length);
        return (characters, at);
    }

    /// <summary>Returns this character's length at a text's start, plain or as <c>%41</c>, <c>\u0041</c> or <c>\/</c>; else 0.</summary>
    private static int Length(ReadOnlySpan<char> text, char character)
    {
        if (text.Length > 0 && text[0] == character)
            return 1;
        if (text is ['%', ..])
        {
            // If it is encoded again, % becomes %25.
            var skipped = 1;
            while (text[skipped..].StartsWith("25"))
                skipped += 2;
            return IsHex(text[skipped..], 2, character) ? skipped + 2 : 0;
        }
        if (text is not ['\\', ..])
            return 0;
        // In JSON inside JSON, the backslash is itself escaped.
        var slashes = text.Length - text.TrimStart('\\').Length;
        var rest = text[slashes..];
        return rest is ['u', ..] && IsHex(rest[1..], 4, character) ? slashes + 5
            : rest.Length > 0 && rest[0] == character ? slashes + 1
            : 0;
    }

    private static bool IsHex(ReadOnlySpan<char> text, int digits, char character) => text.Length >= digits
        && int.TryParse(text[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code == character;
}
