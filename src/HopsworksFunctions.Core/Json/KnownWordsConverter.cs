using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.Json;

/// <summary>
/// Stores enums as camel-case words. Reads a newer version's word as the most neutral member (<c>Unknown</c>, <c>None</c>, <c>AsIs</c>,
/// <c>Uncertain</c> or <c>Partial</c>), so that the word does not damage the document. An enum without such a member rejects unknown words.
/// </summary>
internal sealed class KnownWordsConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Words<>).MakeGenericType(typeToConvert), new Members(typeToConvert))!;

    // This class is not generic, because code that is generic over an enum is compiled separately for each enum at every start.
    private sealed class Members
    {
        private static readonly string[] Neutral = ["unknown", "none", "asIs", "uncertain", "partial"];

        private readonly Dictionary<string, int> values = [];
        private readonly int? least;

        public Members(Type type)
        {
            foreach (var (value, word) in CamelCase.WordsOf(type).Index())
            {
                if (word is not null)
                    values.Add(word, value);
            }
            least = Array.Find(Neutral, values.ContainsKey) is { } neutral ? values[neutral] : null;
        }

        public int ValueOf(ref Utf8JsonReader reader) =>
            reader.TokenType != JsonTokenType.String ? throw new JsonException($"A word is expected, not {reader.TokenType}.")
            : values.TryGetValue(reader.GetString()!, out var value) ? value
            : least ?? throw new JsonException($"'{reader.GetString()}' is none of {string.Join(", ", values.Keys)}.");
    }

    private sealed class Words<T>(Members members) : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var value = members.ValueOf(ref reader);
            return Unsafe.As<int, T>(ref value);
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(CamelCase.Of(value));
    }
}
