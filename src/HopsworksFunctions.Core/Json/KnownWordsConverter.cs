using System.Text.Json;
using System.Text.Json.Serialization;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.Json;

/// <summary>
/// An enum by its words in camel case, for what is stored: a word of a newer version is read as the member that says the least,
/// <c>Unknown</c>, <c>None</c>, <c>AsIs</c>, <c>Uncertain</c> or <c>Partial</c>, so that a document is not damaged by it.
/// </summary>
internal sealed class KnownWordsConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Members = Enum.GetValues<T>().ToDictionary(CamelCase.Of);
    private static readonly T Least = new[] { "unknown", "none", "asIs", "uncertain", "partial" }
        .Where(Members.ContainsKey).Select(word => Members[word]).First();

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.String ? throw new JsonException($"A word is expected, not {reader.TokenType}.")
        : Members.TryGetValue(reader.GetString()!, out var member) ? member
        : Least;

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(CamelCase.Of(value));
}
