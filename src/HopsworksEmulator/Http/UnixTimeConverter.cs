using System.Text.Json;
using System.Text.Json.Serialization;

namespace HopsworksEmulator.Http;

/// <summary>Instants as the API's numbers: Unix seconds or milliseconds, or 0 for <c>default</c>.</summary>
internal sealed class UnixTimeConverter(bool milliseconds) : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetInt64() switch
        {
            0 => default,
            var value when milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(value),
            var value => DateTimeOffset.FromUnixTimeSeconds(value),
        };

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteNumberValue(
        value == default ? 0 : milliseconds ? value.ToUnixTimeMilliseconds() : value.ToUnixTimeSeconds());
}
