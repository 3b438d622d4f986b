namespace HopsworksFunctions.Policies.Lint;

/// <summary>
/// A check whether one match includes every cluster of another. It answers true only if that is certain, and after too many steps no
/// comparison of patterns is.
/// </summary>
internal sealed class Cover
{
    // The steps take about half a second. A thousand rules with ordinary names take a tenth of them.
    private const long MaxSteps = 50_000_000;

    private long left = MaxSteps;

    /// <summary>Whether the comparisons took too many steps, so that an answer of false may be wrong.</summary>
    public bool GaveUp => left < 0;

    /// <summary>
    /// Ignores clusters with tags that differ only by case, although protecting rules match more of these than other rules.
    /// </summary>
    public bool Certain(RuleMatch all, RuleMatch some) =>
        Certain(all.Id, some.Id)
        && (all.Cloud is null || all.Cloud == some.Cloud)
        && (all.Autoscale is null || all.Autoscale == some.Autoscale)
        && all.Tags.All(tag => TagOf(some, tag.Name) is { } same && Certain(tag.Values, same.Values))
        && Certain(all.Name, some.Name)
        && (all.Not is null || some.Not is not null && Certain(some.Not, all.Not) || AreApart(all.Not, some));

    /// <summary>Returns whether no cluster can match both.</summary>
    private bool AreApart(RuleMatch a, RuleMatch b) =>
        a.Cloud is { } cloud && b.Cloud is { } other && cloud != other
        || a.Autoscale is { } autoscale && b.Autoscale == !autoscale
        || AreApart(a.Name, b.Name)
        || AreApart(a.Id, b.Id)
        || a.Tags.Any(tag => TagOf(b, tag.Name) is { } same && AreApart(tag.Values, same.Values));

    private bool Certain(TextPatterns? all, TextPatterns? some) =>
        all is null || (some?.All ?? ["*"]).All(one => all.All.Any(pattern => Glob(pattern, one)));

    private bool AreApart(TextPatterns? a, TextPatterns? b) =>
        a is not null && b is not null && !a.All.Any(one => b.All.Any(other => Overlap(one, other)));

    private static TagMatch? TagOf(RuleMatch match, string name) =>
        match.Tags.FirstOrDefault(tag => string.Equals(tag.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Matches a glob with another glob. A star matches any part of it, a question mark one character or question mark. Only a star matches
    /// the other's star.
    /// </summary>
    internal bool Glob(string all, string some)
    {
        // Most patterns differ before their first wildcard, which is cheap to find out.
        var same = all.AsSpan().CommonPrefixLength(some);
        var isWild = all.AsSpan(0, Math.Min(all.Length, same + 1)).ContainsAny('*', '?')
            || some.AsSpan(0, Math.Min(some.Length, same + 1)).ContainsAny('*', '?');
        if (!Afford(isWild ? all.Length : 1, isWild ? some.Length : same))
            return false;
        if (!isWild)
            return all == some;
        // reach[j]: the pattern so far matches the first j characters.
        var reach = new bool[some.Length + 1];
        reach[0] = true;
        foreach (var c in all)
        {
            if (c == '*')
            {
                for (var j = 1; j <= some.Length; j++)
                    reach[j] |= reach[j - 1];
                continue;
            }
            for (var j = some.Length; j > 0; j--)
                reach[j] = reach[j - 1] && some[j - 1] != '*' && (c == '?' || c == some[j - 1]);
            reach[0] = false;
        }
        return reach[^1];
    }

    /// <summary>Returns whether some text matches both globs; also true if the answer would take too many steps.</summary>
    internal bool Overlap(string a, string b)
    {
        if (!Afford(a.Length, b.Length))
            return true;
        // reach[i, j]: some text matches the first i characters of one and the first j of the other.
        var reach = new bool[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                reach[i, j] = i == 0 && j == 0
                    || i > 0 && a[i - 1] == '*' && (reach[i - 1, j] || j > 0 && reach[i, j - 1])
                    || j > 0 && b[j - 1] == '*' && (reach[i, j - 1] || i > 0 && reach[i - 1, j])
                    || i > 0 && j > 0 && reach[i - 1, j - 1] && IsSame(a[i - 1], b[j - 1]);
            }
        }
        return reach[a.Length, b.Length];
    }

    private bool Afford(int rows, int columns) => left >= 0 && (left -= (rows + 1L) * (columns + 1L)) >= 0;

    private static bool IsSame(char a, char b) => a != '*' && b != '*' && (a == '?' || b == '?' || a == b);
}
