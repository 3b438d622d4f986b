using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.Json;

/// <summary>An instant as ISO-8601 text in UTC, with as many decimals as it needs.</summary>
public sealed class InstantConverter : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("An instant is text such as 2026-11-22T08:00:00Z.");
        var parsed = InstantPattern.ExtendedIso.Parse(reader.GetString()!);
        return parsed.Success ? parsed.Value : throw new JsonException(parsed.Exception.Message);
    }

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
        writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
}
