using System.Text.Json;

namespace HopsworksFunctions.Policies.Json;

/// <summary>A JSON value with its place, so that a problem can name line, column and path.</summary>
public sealed class JsonNode
{
    public required JsonPlace Place { get; init; }
    public required JsonValueKind Kind { get; init; }
    /// <summary>The string's value, or the number as written; empty otherwise.</summary>
    public string Text { get; init; } = "";
    /// <summary>An object's fields in file order; empty otherwise.</summary>
    public IReadOnlyList<JsonMember> Members { get; init; } = [];
    /// <summary>An array's elements; empty otherwise.</summary>
    public IReadOnlyList<JsonNode> Items { get; init; } = [];

    public JsonNode? this[string name] => Members.FirstOrDefault(m => m.Name == name)?.Value;

    /// <summary>The value's kind in words, for messages: "a string", "an object".</summary>
    public string Kindly => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}

/// <summary>A field of a JSON object; the place is that of its name.</summary>
public sealed record JsonMember(string Name, JsonPlace Place, JsonNode Value);
