using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Policies;

/// <summary>The clusters that a rule applies to. Every field given must match; no fields match every cluster.</summary>
/// <param name="Name">A case-sensitive glob over the whole name: <c>*</c> any characters, <c>?</c> one.</param>
/// <param name="Tags">Tags that must be present with exactly these values.</param>
/// <param name="Autoscale">Whether autoscale must be on or off.</param>
public sealed record RuleMatch(string? Name, string? Id, IReadOnlyDictionary<string, string> Tags, Cloud? Cloud, bool? Autoscale)
{
    public bool Matches(Cluster cluster)
    {
        if (Id is not null && Id != cluster.Id)
            return false;
        if (Cloud is { } cloud && cloud != cluster.Cloud)
            return false;
        if (Autoscale is { } autoscale && autoscale != cluster.Autoscale is not null)
            return false;
        if (Name is not null && !Glob(Name, cluster.Name))
            return false;
        if (Tags.Count == 0)
            return true;
        foreach (var (name, value) in Tags)
        {
            if (!cluster.Tags.TryGetValue(name, out var actual) || actual != value)
                return false;
        }
        return true;
    }

    /// <summary>Matches greedily and backtracks only to the last star, so the cost is at most the product of the lengths.</summary>
    internal static bool Glob(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (p, t, star, resume) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (star, resume, p) = (p, t, p + 1);
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
                (p, t) = (p + 1, t + 1);
            else if (star >= 0)
                (p, t) = (star + 1, ++resume);
            else
                return false;
        }
        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
