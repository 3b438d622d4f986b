using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Policies;

/// <summary>
/// The difference by which a cluster misses a rule: the case of a name, an id or a tag's value, or blanks around these or a tag's name.
/// </summary>
/// <param name="Field">The field that differs, for advice: <c>name</c>, <c>id</c> or <c>tag</c>.</param>
/// <param name="Text">The difference in words: <c>tag env is "Prod", the rule expects "prod"</c>.</param>
public readonly record struct NearMatch(string Field, string Text)
{
    /// <summary>Returns whether a cluster that the rule's match misses is a near match. <c>not</c> is compared exactly.</summary>
    public static bool Is(RuleMatch match, Cluster cluster)
    {
        if (match.Name is null && match.Id is null && match.Tags.Count == 0)
            return false;
        if (!match.MatchesSettings(cluster))
            return false;
        if (match.Name is { } name && name.Nearly(cluster.ExactName) is null || match.Id is { } id && id.Nearly(cluster.Id) is null)
            return false;
        for (var i = 0; i < match.Tags.Count; i++)
        {
            if (!HasNearly(match.Tags[i], cluster))
                return false;
        }
        return !match.Excludes(cluster, either: true);
    }

    /// <summary>Returns the first difference; call it for near matches only.</summary>
    public static NearMatch Of(RuleMatch match, Cluster cluster)
    {
        if (match.Name is { } name && !name.Matches(cluster.ExactName))
            return OfName(cluster.ExactName, name);
        if (match.Id is { } id && !id.Matches(cluster.Id))
            return OfId(cluster.Id, id);
        foreach (var tag in match.Tags.Where(tag => !tag.Matches(cluster, either: true)))
        {
            foreach (var (key, value) in cluster.TagsByName.Where(t => IsNear(tag, t.Key, t.Value)))
            {
                return IsNamed(tag, key) ? OfTag(key, value, tag.Values.Nearly(value)) : OfTagName(key, tag.Name);
            }
        }
        return new("tag", "its tags changed");
    }

    internal static NearMatch OfName(string name, TextPatterns expected) =>
        new("name", $"name is {Quoted(name)}, the rule expects {Quoted(expected.Nearly(name))}");

    internal static NearMatch OfId(string id, TextPatterns expected) =>
        new("id", $"id is {Quoted(id)}, the rule expects {Quoted(expected.Nearly(id))}");

    internal static NearMatch OfTag(string name, string value, string? expected) =>
        new("tag", $"tag {TextSanitizer.Escape(name)} is {Quoted(value)}, the rule expects {Quoted(expected)}");

    internal static NearMatch OfTagName(string name, string expected) =>
        new("tag", $"a tag is named {Quoted(name)}, the rule expects {Quoted(expected)}");

    private static bool HasNearly(TagMatch tag, Cluster cluster)
    {
        foreach (var (name, value) in cluster.TagsByName)
        {
            if (IsNear(tag, name, value))
                return true;
        }
        return false;
    }

    private static bool IsNear(TagMatch tag, string name, string value) =>
        name.AsSpan().Trim().Equals(tag.Name.AsSpan().Trim(), StringComparison.OrdinalIgnoreCase) && tag.Values.Nearly(value) is not null;

    private static bool IsNamed(TagMatch tag, string name) => string.Equals(name, tag.Name, StringComparison.OrdinalIgnoreCase);

    private static string Quoted(string? text) => $"\"{TextSanitizer.Escape(text ?? "")}\"";
}
