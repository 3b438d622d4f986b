using System.Text.Json;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Reads a rule's <c>match</c>, or another object of the same form.</summary>
internal static class MatchSection
{
    private const int MaxTags = 50;
    private const int MaxTexts = 500;

    private static readonly Dictionary<string, Cloud> Clouds = new() { ["AZURE"] = Cloud.Azure, ["AWS"] = Cloud.Aws, ["GCP"] = Cloud.Gcp };

    public static RuleMatch Read(JsonNode node, List<Problem> problems)
    {
        var reader = new ObjectReader(node, problems);
        var match = Fields(reader, problems) with { Not = Not(reader, problems) };
        reader.RejectUnknownMembers();
        return match;
    }

    private static RuleMatch? Not(ObjectReader match, List<Problem> problems)
    {
        if (match.Object("not") is not { } node)
            return null;
        var reader = new ObjectReader(node, problems);
        var not = Fields(reader, problems);
        if (reader.Any("not") is { } nested)
            reader.AddError(nested, "'not' cannot contain 'not'. Write what is not excluded as a rule above this one");
        else if (not.IsEmpty && node.Members.All(member => member.Value is { Kind: JsonValueKind.Object, Members: [] }))
            match.AddError(node, "an empty 'not' excludes every cluster. Remove it, or say which clusters it excludes");
        reader.RejectUnknownMembers();
        return not;
    }

    private static RuleMatch Fields(ObjectReader reader, List<Problem> problems) => new()
    {
        Name = Texts(reader, "name"),
        Id = Texts(reader, "id"),
        Tags = Tags(reader, problems),
        Cloud = reader.Choice("cloud", Clouds),
        Autoscale = reader.Boolean("autoscale"),
    };

    private static TextPatterns? Texts(ObjectReader reader, string member)
    {
        if (reader.Any(member) is not { } value)
            return null;
        foreach (var empty in ItemsOf(value).Where(item => item is { Kind: JsonValueKind.String, Text: "" }))
            reader.AddError(empty, $"'{member}' is empty and matches no cluster. Remove it to match any");
        return Texts(reader, value, member, text => $"\"{member}\": \"{text}\"");
    }

    private static List<TagMatch> Tags(ObjectReader reader, List<Problem> problems)
    {
        var tags = new List<TagMatch>();
        foreach (var (tag, place, value) in reader.AtMost(MaxTags, reader.Object("tags")?.Members, "tags"))
        {
            if (tags.Find(other => string.Equals(other.Name, tag, StringComparison.OrdinalIgnoreCase)) is { } twin)
            {
                problems.Add(Problem.Error(place, $"duplicate tag '{tag}': tag names ignore case, and '{twin.Name}' is also given. "
                    + "Keep one, with a list of its values"));
            }
            if (Texts(reader, value, "tag value", text => $"\"tags\": {{ \"{tag}\": \"{text}\" }}") is { } texts)
                tags.Add(new(tag, texts));
        }
        return tags;
    }

    /// <summary>Reads one pattern or a list of them; returns null and reports a problem if there is none.</summary>
    /// <param name="excluded">Returns the JSON with which <c>not</c> would exclude a text.</param>
    private static TextPatterns? Texts(ObjectReader reader, JsonNode value, string what, Func<string, string> excluded)
    {
        if (value is { Kind: JsonValueKind.Array, Items: [] })
            reader.AddError(value, "an empty list matches no cluster. List what may match, or \"*\" for anything");
        var texts = new List<string>();
        foreach (var item in reader.AtMost(MaxTexts, ItemsOf(value), "texts"))
        {
            if (item.Kind != JsonValueKind.String)
                reader.AddError(item, $"expected a string or a list of strings as {what}, got {item.Kindly}");
            else if (item.Text is ['!', .. var rest])
                reader.AddError(item, $"'{item.Text}' excludes nothing. Write \"not\": {{ {excluded(rest)} }}");
            else
                texts.Add(item.Text);
        }
        return texts.Count == 0 ? null : new([.. texts]);
    }

    private static IReadOnlyList<JsonNode> ItemsOf(JsonNode value) => value.Kind == JsonValueKind.Array ? value.Items : [value];
}
