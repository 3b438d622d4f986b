using System.Text.Json;
using System.Text.Json.Serialization;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.Json;

/// <summary>
/// Stores enums as camel-case words. Reads a newer version's word as the most neutral member (<c>Unknown</c>, <c>None</c>, <c>AsIs</c>,
/// <c>Uncertain</c> or <c>Partial</c>), so that it does not damage the document. An enum without such a member rejects unknown words.
/// </summary>
internal sealed class KnownWordsConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Words<>).MakeGenericType(typeToConvert))!;

    private sealed class Words<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<string, T> Members = Enum.GetValues<T>().ToDictionary(CamelCase.Of);
        private static readonly T? Least = new[] { "unknown", "none", "asIs", "uncertain", "partial" }
            .Where(Members.ContainsKey).Select(word => (T?)Members[word]).FirstOrDefault();

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType != JsonTokenType.String ? throw new JsonException($"A word is expected, not {reader.TokenType}.")
            : Members.TryGetValue(reader.GetString()!, out var member) ? member
            : Least ?? throw new JsonException($"'{reader.GetString()}' is none of {string.Join(", ", Members.Keys)}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(CamelCase.Of(value));
    }
}
