using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Policies;

/// <summary>The clusters that a rule applies to. Every field given must match; no fields match every cluster.</summary>
public sealed record RuleMatch
{
    public static readonly RuleMatch Everything = new();

    /// <summary>The allowed values; null for any.</summary>
    public TextPatterns? Name { get; init; }
    /// <inheritdoc cref="Name"/>
    public TextPatterns? Id { get; init; }
    /// <summary>Tags that must be present with one of these values.</summary>
    public IReadOnlyList<TagMatch> Tags { get; init; } = [];
    public Cloud? Cloud { get; init; }
    /// <summary>Whether autoscale must be on or off; null for either.</summary>
    public bool? Autoscale { get; init; }
    /// <summary>The clusters to exclude; null for none. It has no <see cref="Not"/> itself.</summary>
    public RuleMatch? Not { get; init; }

    public bool IsEmpty => this is { Name: null, Id: null, Tags.Count: 0, Cloud: null, Autoscale: null, Not: null };

    /// <param name="either">
    /// Whether one match among tags that differ by case alone is enough, as for protecting rules; otherwise all of them must match. <see
    /// cref="Not"/> uses the opposite.
    /// </param>
    public bool Matches(Cluster cluster, bool either = false)
    {
        if (Id is not null && !Id.Matches(cluster.Id))
            return false;
        if (!MatchesSettings(cluster))
            return false;
        if (Name is not null && !Name.Matches(cluster.ExactName))
            return false;
        // Indexed, because enumerating an interface allocates, and this runs for each cluster in each run.
        for (var i = 0; i < Tags.Count; i++)
        {
            if (!Tags[i].Matches(cluster, either))
                return false;
        }
        return !Excludes(cluster, either);
    }

    /// <summary>Returns whether cloud and autoscale match.</summary>
    internal bool MatchesSettings(Cluster cluster) =>
        !(Cloud is { } cloud && cloud != cluster.Cloud) && !(Autoscale is { } autoscale && autoscale != cluster.Autoscale is not null);

    internal bool Excludes(Cluster cluster, bool either) => Not is not null && Not.Matches(cluster, !either);
}

/// <summary>A tag that must be present with one of these values. The name ignores case, as Azure's does.</summary>
public sealed record TagMatch(string Name, TextPatterns Values)
{
    /// <inheritdoc cref="RuleMatch.Matches"/>
    public bool Matches(Cluster cluster, bool either)
    {
        var found = false;
        foreach (var (name, value) in cluster.TagsByName)
        {
            if (!string.Equals(name, Name, StringComparison.OrdinalIgnoreCase))
                continue;
            found = Values.Matches(value);
            if (found == either)
                return found;
        }
        return found;
    }
}
