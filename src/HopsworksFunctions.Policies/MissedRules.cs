using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Policies;

/// <summary>
/// A search for the rule that a cluster misses only by the case of a name, an ID or a tag's value, by blanks, or by a typing mistake in a
/// tag. Only reports use it: decisions consider near matches of protecting rules (<see cref="NearMatch"/>), but no typing mistakes.
/// </summary>
public sealed class MissedRules(PolicySet policies)
{
    // Shorter texts resemble too many others.
    private const int LeastValue = 4;
    private const int LeastName = 3;

    // A value that any rule names is intentional.
    private readonly ILookup<string, TextPatterns> meant = policies.Rules
        .SelectMany(rule => rule.Match.Tags.Concat(rule.Match.Not?.Tags ?? []))
        .ToLookup(tag => tag.Name, tag => tag.Values, StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> scheduleTags =
        new(policies.Rules.Select(rule => rule.ScheduleTag?.Name).OfType<string>(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the first such rule before the one that applies, and the difference; null for none.</summary>
    /// <param name="applied">The rule that applies; null for none.</param>
    public (Rule Rule, NearMatch By)? Of(Cluster cluster, Rule? applied)
    {
        var isNameMeant = applied?.Match.Name is { } pattern && pattern.Matches(cluster.ExactName) && !pattern.All.Contains("*");
        foreach (var rule in policies.Rules)
        {
            if (rule.Name == applied?.Name)
                return null;
            if (Of(rule.Match, cluster, isNameMeant) is { } by)
                return (rule, by);
        }
        return null;
    }

    private NearMatch? Of(RuleMatch match, Cluster cluster, bool isNameMeant)
    {
        if (!match.MatchesSettings(cluster) || match.Excludes(cluster, either: true))
            return null;
        NearMatch? first = null;
        if (match.Name is { } name && !name.Matches(cluster.ExactName))
        {
            if (isNameMeant || name.Nearly(cluster.ExactName) is null)
                return null;
            first = NearMatch.OfName(cluster.ExactName, name);
        }
        if (match.Id is { } id && !id.Matches(cluster.Id))
        {
            if (id.Nearly(cluster.Id) is null)
                return null;
            first ??= NearMatch.OfId(cluster.Id, id);
        }
        foreach (var tag in match.Tags)
        {
            if (tag.Matches(cluster, either: true))
                continue;
            if (Of(tag, cluster) is not { } by)
                return null;
            first ??= by;
        }
        return first;
    }

    private NearMatch? Of(TagMatch tag, Cluster cluster)
    {
        foreach (var (name, value) in cluster.TagsByName)
        {
            if (name.Trim().Equals(tag.Name.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                if (tag.Values.Matches(value))
                    return NearMatch.OfTagName(name, tag.Name);
                if (!meant[name].Any(values => values.Matches(value)) && Expected(tag.Values, value) is { } expected)
                    return NearMatch.OfTag(name, value, expected);
            }
            else if (IsMistyped(name, tag.Name) && tag.Values.Nearly(value) is not null)
            {
                return NearMatch.OfTagName(name, tag.Name);
            }
        }
        return null;
    }

    private static string? Expected(TextPatterns values, string value) => values.Nearly(value)
        ?? Suggestion.Nearest(value.Trim(), values.All.Where(word => word.Length >= LeastValue && word.AsSpan().IndexOfAny('*', '?') < 0));

    private bool IsMistyped(string name, string expected) =>
        name.Length >= LeastName && !meant.Contains(name) && !scheduleTags.Contains(name)
            && Suggestion.Nearest(name, [expected]) is not null;
}
