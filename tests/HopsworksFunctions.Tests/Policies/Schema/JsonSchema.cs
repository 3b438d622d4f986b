using System.Text.Json;
using System.Text.RegularExpressions;

namespace HopsworksFunctions.Tests.Policies.Schema;

/// <summary>Validates JSON by the keywords of JSON Schema 2020-12 that our schema uses, and refuses to pass over any other.</summary>
internal sealed class JsonSchema(JsonElement root)
{
    private static readonly Dictionary<string, Regex> Patterns = [];

    public static JsonDocumentOptions Lenient { get; } = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public bool Accepts(JsonElement value) => Accepts(root, value);

    /// <summary>Whether a part of the schema accepts a value.</summary>
    public bool Accepts(JsonElement schema, JsonElement value) => schema.EnumerateObject().All(keyword => keyword.Name switch
    {
        "$schema" or "$defs" or "title" or "description" or "default" or "examples" or "then" => true,
        "$ref" => Accepts(root.GetProperty("$defs").GetProperty(keyword.Value.GetString()!["#/$defs/".Length..]), value),
        "type" => Type(keyword.Value.GetString()!, value),
        "enum" => keyword.Value.EnumerateArray().Any(v => JsonElement.DeepEquals(v, value)),
        "const" => JsonElement.DeepEquals(keyword.Value, value),
        "if" => !Accepts(keyword.Value, value) || Accepts(schema.GetProperty("then"), value),
        "pattern" => value.ValueKind != JsonValueKind.String || Pattern(keyword.Value.GetString()!).IsMatch(value.GetString()!),
        "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() >= keyword.Value.GetInt32(),
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= keyword.Value.GetDouble(),
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= keyword.Value.GetDouble(),
        "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(item => Accepts(keyword.Value, item)),
        "required" => value.ValueKind != JsonValueKind.Object || keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "properties" => value.ValueKind != JsonValueKind.Object || keyword.Value.EnumerateObject().All(p => !value.TryGetProperty(p.Name, out var member) || Accepts(p.Value, member)),
        "propertyNames" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject().All(m => Accepts(keyword.Value, JsonSerializer.SerializeToElement(m.Name))),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject()
            .Where(m => !schema.TryGetProperty("properties", out var known) || !known.TryGetProperty(m.Name, out _))
            .All(m => keyword.Value.ValueKind != JsonValueKind.False && Accepts(keyword.Value, m.Value)),
        var other => throw new NotSupportedException($"This validator does not know '{other}'."),
    });

    private static bool Type(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        var other => throw new NotSupportedException($"This validator does not know the type '{other}'."),
    };

    // In a schema $ means the very end of the text; in .NET it would also match before a last line feed.
    private static Regex Pattern(string pattern)
    {
        lock (Patterns)
        {
            return Patterns.TryGetValue(pattern, out var regex) ? regex
                : Patterns[pattern] = new(pattern.EndsWith('$') ? pattern[..^1] + "\\z" : pattern, RegexOptions.CultureInvariant);
        }
    }
}
