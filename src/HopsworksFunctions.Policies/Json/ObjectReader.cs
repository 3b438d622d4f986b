using System.Globalization;
using System.Text.Json;

namespace HopsworksFunctions.Policies.Json;

/// <summary>
/// Reads the fields of a JSON object by name. Reports fields of the wrong kind and unknown fields at their place. Every reader returns null
/// if the field is missing or wrong.
/// </summary>
public sealed class ObjectReader
{
    private readonly HashSet<string> known = [];
    private readonly ICollection<Problem> problems;

    public ObjectReader(JsonNode node, ICollection<Problem> problems)
    {
        (Node, this.problems) = (node, problems);
        if (node.Kind != JsonValueKind.Object)
            problems.Add(Problem.Error(node.Place, $"expected an object, got {node.Kindly}"));
    }

    public JsonNode Node { get; }

    public JsonNode? Any(string name)
    {
        known.Add(name);
        return Node[name];
    }

    public JsonNode? Of(string name, JsonValueKind kind, string expected)
    {
        var value = Any(name);
        if (value is null || value.Kind == kind)
            return value;
        AddError(value, $"expected {expected}, got {value.Kindly}");
        return null;
    }

    public JsonNode? Object(string name) => Of(name, JsonValueKind.Object, "an object");

    public JsonNode? Array(string name) => Of(name, JsonValueKind.Array, "an array");

    /// <summary>Returns the items up to the limit, none for null; reports a problem if there are more.</summary>
    public IReadOnlyList<JsonNode> AtMost(int max, IReadOnlyList<JsonNode>? items, string what) => AtMost(max, items, what, i => i.Place);

    /// <inheritdoc cref="AtMost(int, IReadOnlyList{JsonNode}?, string)"/>
    public IReadOnlyList<JsonMember> AtMost(int max, IReadOnlyList<JsonMember>? members, string what) =>
        AtMost(max, members, what, member => member.Place);

    public string? String(string name) => Of(name, JsonValueKind.String, "a string")?.Text;

    public bool? Boolean(string name)
    {
        var value = Any(name);
        if (value is null or { Kind: JsonValueKind.True or JsonValueKind.False })
            return value is null ? null : value.Kind == JsonValueKind.True;
        AddError(value, $"expected true or false, got {value.Kindly}");
        return null;
    }

    public int? Integer(string name, int min, int max)
    {
        if (Of(name, JsonValueKind.Number, "a whole number") is not { } value)
            return null;
        // A double, because 4.0 and 4e0 are also whole numbers in JSON Schema.
        if (double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsInteger(number)
            && number >= min && number <= max)
            return (int)number;
        AddError(value, $"expected a whole number from {min} to {max}, got {value.Text}");
        return null;
    }

    /// <summary>Reads a string that must be one of the names.</summary>
    public T? Choice<T>(string name, IReadOnlyDictionary<string, T> choices)
        where T : struct =>
        Of(name, JsonValueKind.String, "a string") is { } value ? Choice(value, choices) : null;

    /// <inheritdoc cref="Choice{T}(string, IReadOnlyDictionary{string, T})"/>
    public T? Choice<T>(JsonNode value, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        if (value.Kind == JsonValueKind.String && choices.TryGetValue(value.Text, out var choice))
            return choice;
        var given = value.Kind == JsonValueKind.String ? $"'{value.Text}'" : value.Kindly;
        AddError(value, $"expected one of {string.Join(", ", choices.Keys)}, got {given}{Suggestion.For(value.Text, choices.Keys)}");
        return null;
    }

    /// <summary>Reads a string with a function; returns null and reports a problem if the function returns one.</summary>
    public T? Read<T>(JsonNode value, string expected, Func<string, (T? Value, string? Wrong)> read)
    {
        if (value.Kind != JsonValueKind.String)
        {
            AddError(value, $"expected {expected}, got {value.Kindly}");
            return default;
        }
        var (result, wrong) = read(value.Text);
        if (wrong is not null)
            AddError(value, wrong);
        return result;
    }

    private IReadOnlyList<T> AtMost<T>(int max, IReadOnlyList<T>? all, string what, Func<T, JsonPlace> place)
    {
        if (all is null || all.Count <= max)
            return all ?? [];
        problems.Add(Problem.Error(place(all[max]), $"too many {what}: {all.Count}, the maximum is {max}"));
        return [.. all.Take(max)];
    }

    public void AddError(JsonNode at, string message) => problems.Add(Problem.Error(at.Place, message));

    /// <summary>Reports every field that no reader asked for. Call it last.</summary>
    public void RejectUnknownMembers()
    {
        foreach (var member in Node.Members.Where(m => !known.Contains(m.Name)))
            problems.Add(Problem.Error(member.Place, $"unknown field '{member.Name}'{Suggestion.For(member.Name, known)}"));
    }
}
