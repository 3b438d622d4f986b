using System.Text.Json;

namespace HopsworksFunctions.Policies.Json;

/// <summary>A value of a JSON text that knows its place, so that a complaint about it can name line, column and path.</summary>
public sealed class JsonNode
{
    public required JsonPlace Place { get; init; }
    public required JsonValueKind Kind { get; init; }
    /// <summary>The string's value, or the number as it is written; empty otherwise.</summary>
    public string Text { get; init; } = "";
    /// <summary>An object's members in file order; empty otherwise.</summary>
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

/// <summary>A member of a JSON object; the place is its name's.</summary>
public sealed record JsonMember(string Name, JsonPlace Place, JsonNode Value);
