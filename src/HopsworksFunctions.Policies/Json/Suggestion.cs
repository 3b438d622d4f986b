namespace HopsworksFunctions.Policies.Json;

/// <summary>"Did you mean": the nearest valid word.</summary>
public static class Suggestion
{
    /// <summary>Returns <c>. Did you mean 'x'?</c> if one of the words is near, otherwise an empty string.</summary>
    public static string For(string given, IEnumerable<string> words) =>
        Nearest(given, words) is { } word ? $". Did you mean '{word}'?" : "";

    /// <summary>Returns <c> Did you mean 'x'?</c> after a full stop if one of the words is near, otherwise an empty string.</summary>
    public static string Sentence(string given, IEnumerable<string> words) => For(given, words).TrimStart('.');

    /// <summary>Returns the word with the smallest edit distance, if that is 1 or at most a third of the word's length.</summary>
    public static string? Nearest(string given, IEnumerable<string> words)
    {
        if (given.Length > 100)
            return null;
        var best = words
            .Where(w => Math.Abs(w.Length - given.Length) <= Math.Max(2, w.Length / 3))
            .Select(w => (Word: w, Distance: Distance(given, w)))
            .OrderBy(x => x.Distance).ThenBy(x => x.Word, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Word is not null && best.Distance <= Math.Max(1, best.Word.Length / 3) ? best.Word : null;
    }

    /// <summary>Returns the Levenshtein distance regardless of case, counting a swap of neighbors as one edit.</summary>
    internal static int Distance(string one, string other)
    {
        var (a, b) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                d[i, j] = i == 0 ? j : j == 0 ? i
                    : Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
