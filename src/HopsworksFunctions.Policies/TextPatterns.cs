namespace HopsworksFunctions.Policies;

/// <summary>The allowed values of a field of <see cref="RuleMatch"/>: one or more patterns, any of which may match.</summary>
/// <param name="patterns">Case-sensitive globs over the whole text: <c>*</c> any characters, <c>?</c> one.</param>
public sealed class TextPatterns(params string[] patterns)
{
    public IReadOnlyList<string> All => patterns;

    public bool Matches(string text)
    {
        foreach (var pattern in patterns)
        {
            if (Glob(pattern, text))
                return true;
        }
        return false;
    }

    /// <summary>Returns the first pattern that matches if case and surrounding blanks are ignored; null for none.</summary>
    public string? Nearly(string text)
    {
        var trimmed = text.AsSpan().Trim();
        foreach (var pattern in patterns)
        {
            if (Glob(pattern.AsSpan().Trim(), trimmed, ignoreCase: true))
                return pattern;
        }
        return null;
    }

    /// <summary>Matches greedily and backtracks only to the last star, so the cost is at most the product of the lengths.</summary>
    internal static bool Glob(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase = false)
    {
        var (p, t, star, resume) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (star, resume, p) = (p, t, p + 1);
            else if (p < pattern.Length && (pattern[p] == '?' || IsSame(pattern[p], text[t], ignoreCase)))
                (p, t) = (p + 1, t + 1);
            else if (star >= 0)
                (p, t) = (star + 1, ++resume);
            else
                return false;
        }
        return pattern[p..].TrimStart('*').IsEmpty;
    }

    private static bool IsSame(char a, char b, bool ignoreCase) =>
        a == b || ignoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
