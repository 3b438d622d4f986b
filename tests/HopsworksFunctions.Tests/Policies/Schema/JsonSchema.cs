using System.Text.Json;
using System.Text.RegularExpressions;

namespace HopsworksFunctions.Tests.Policies.Schema;

/// <summary>A validator for the keywords of JSON Schema 2020-12 that this repository uses. It throws on any other.</summary>
/// <param name="closed">Whether objects may have only the fields that their schemas name, where the schemas leave this open.</param>
internal sealed class JsonSchema(JsonElement root, bool closed = false)
{
    private static readonly Dictionary<string, Regex> Patterns = [];

    public static JsonDocumentOptions Lenient { get; } = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public bool Accepts(JsonElement value) => Accepts(root, value);

    /// <summary>Returns whether a part of the schema accepts a value.</summary>
    public bool Accepts(JsonElement schema, JsonElement value) =>
        HasNoMore(schema, value) && schema.EnumerateObject().All(keyword => keyword.Name switch
    {
        "$schema" or "$defs" or "title" or "description" or "default" or "examples" or "deprecated" or "then" or "else" or "errorMessage" or
            "patternErrorMessage" => true,
        "$ref" when keyword.Value.GetString() is ['.', '/', .. var file] => Beside(file).Accepts(value),
        "$ref" => Accepts(Resolve(keyword.Value.GetString()!), value),
        "type" when keyword.Value.ValueKind == JsonValueKind.Array =>
            keyword.Value.EnumerateArray().Any(type => Type(type.GetString()!, value)),
        "type" => Type(keyword.Value.GetString()!, value),
        "anyOf" => keyword.Value.EnumerateArray().Any(alternative => Accepts(alternative, value)),
        "oneOf" => keyword.Value.EnumerateArray().Count(alternative => Accepts(alternative, value)) == 1,
        "not" => !Accepts(keyword.Value, value),
        "format" => Format(keyword.Value.GetString()!, value),
        "enum" => keyword.Value.EnumerateArray().Any(v => JsonElement.DeepEquals(v, value)),
        "const" => JsonElement.DeepEquals(keyword.Value, value),
        "if" => !schema.TryGetProperty(Accepts(keyword.Value, value) ? "then" : "else", out var branch) || Accepts(branch, value),
        "pattern" => value.ValueKind != JsonValueKind.String || Pattern(keyword.Value.GetString()!).IsMatch(value.GetString()!),
        "maxLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() <= keyword.Value.GetInt32(),
        "minProperties" => value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() >= keyword.Value.GetInt32(),
        "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() >= keyword.Value.GetInt32(),
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= keyword.Value.GetDouble(),
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= keyword.Value.GetDouble(),
        "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(item => Accepts(keyword.Value, item)),
        "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= keyword.Value.GetInt32(),
        "uniqueItems" => value.ValueKind != JsonValueKind.Array || !keyword.Value.GetBoolean()
            || value.EnumerateArray().Select((item, i) => value.EnumerateArray().Take(i).Any(other => JsonElement.DeepEquals(other, item)))
                .All(isTwice => !isTwice),
        "required" => value.ValueKind != JsonValueKind.Object || keyword.Value.EnumerateArray()
            .All(name => value.TryGetProperty(name.GetString()!, out _)),
        "properties" => value.ValueKind != JsonValueKind.Object || keyword.Value.EnumerateObject()
            .All(p => !value.TryGetProperty(p.Name, out var member) || Accepts(p.Value, member)),
        "propertyNames" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject()
            .All(m => Accepts(keyword.Value, JsonSerializer.SerializeToElement(m.Name))),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject()
            .Where(m => !schema.TryGetProperty("properties", out var known) || !known.TryGetProperty(m.Name, out _))
            .All(m => keyword.Value.ValueKind != JsonValueKind.False && Accepts(keyword.Value, m.Value)),
        var other => throw new NotSupportedException($"This validator does not know '{other}'."),
    });

    /// <summary>Returns the part of the schema that a reference such as <c>#/$defs/name</c> names.</summary>
    public JsonElement Resolve(string reference) =>
        reference["#/".Length..].Split('/').Aggregate(root, (element, name) => element.GetProperty(name));

    /// <summary>Reads another schema of this repository; all are in one folder.</summary>
    private static JsonSchema Beside(string file) => new(JsonDocument.Parse(File.ReadAllText(Repository.PathTo(file))).RootElement);

    private bool HasNoMore(JsonElement schema, JsonElement value) =>
        !closed || value.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var known)
            || schema.TryGetProperty("additionalProperties", out _)
        || value.EnumerateObject().All(member => known.TryGetProperty(member.Name, out _));

    /// <summary>Checks formats more strictly than the standard does: instants must be in UTC.</summary>
    private static bool Format(string format, JsonElement value) => format switch
    {
        "date-time" => value.ValueKind != JsonValueKind.String
            || NodaTime.Text.OffsetDateTimePattern.ExtendedIso.Parse(value.GetString()!) is { Success: true, Value.Offset.Seconds: 0 },
        var other => throw new NotSupportedException($"This validator does not know the format '{other}'."),
    };

    private static bool Type(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
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
