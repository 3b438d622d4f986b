namespace HopsworksFunctions.Policies.Lint;

/// <summary>Whether one match includes every cluster of another. True only if that is certain.</summary>
internal static class Cover
{
    public static bool Certain(RuleMatch all, RuleMatch some) =>
        (all.Id is null || all.Id == some.Id)
        && (all.Cloud is null || all.Cloud == some.Cloud)
        && (all.Autoscale is null || all.Autoscale == some.Autoscale)
        && all.Tags.All(tag => some.Tags.TryGetValue(tag.Key, out var value) && value == tag.Value)
        && (all.Name is null || Glob(all.Name, some.Name ?? "*"));

    /// <summary>
    /// Matches a glob with another glob. A star matches any part of it, a question mark one character or question mark. Only a star matches
    /// the other's star.
    /// </summary>
    internal static bool Glob(string all, string some)
    {
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
}
