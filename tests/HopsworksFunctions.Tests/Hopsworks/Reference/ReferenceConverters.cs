using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HopsworksFunctions.Tests.Hopsworks.Reference;

/// <summary>Reads text, and numbers or booleans as text; null for anything else.</summary>
internal sealed class TextConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String) return reader.GetString();
        if (reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False) return Encoding.UTF8.GetString(
            reader.ValueSpan);
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>Reads a finite number, also from text; null for anything else.</summary>
internal sealed class NumberConverter : JsonConverter<double?>
{
    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Number && reader.TryGetDouble(out var number)) return double.IsFinite(number) ? number : null;
        if (reader.TokenType is JsonTokenType.String)
            return double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number)
                && double.IsFinite(number) ? number : null;
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>Reads a boolean, also from text; null for anything else.</summary>
internal sealed class FlagConverter : JsonConverter<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False) return reader.GetBoolean();
        if (reader.TokenType is JsonTokenType.String) return bool.TryParse(reader.GetString(), out var flag) ? flag : null;
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>
/// False for null, false and similar values; true for anything else, so that the app does not act on a cluster with an unknown value.
/// </summary>
internal sealed class InProgressConverter : JsonConverter<bool>
{
    public override bool HandleNull => true;

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var idle = reader.TokenType switch
        {
            JsonTokenType.Null or JsonTokenType.False => true,
            JsonTokenType.String => reader.GetString() is "" or "false",
            JsonTokenType.Number => reader.TryGetDouble(out var number) && number == 0,
            _ => false,
        };
        reader.Skip();
        return !idle;
    }

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>
/// Reads a list of clusters so that an unreadable one does not affect the others. An unreadable cluster keeps its ID and name, and gets the
/// state <see cref="Unreadable"/>, on which no policy acts.
/// </summary>
internal sealed class ClusterListConverter : JsonConverter<List<ClusterWire>>
{
    public const string Unreadable = "unreadable";

    public override List<ClusterWire>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }
        // JsonSerializer.Deserialize would scan each cluster's bytes twice.
        var converter = (JsonConverter<ClusterWire>)((JsonSerializerContext)options.TypeInfoResolver!)
            .GetTypeInfo(typeof(ClusterWire))!.Converter;
        var clusters = new List<ClusterWire>();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            var start = reader;
            try
            {
                if (reader.TokenType is not JsonTokenType.StartObject) throw new JsonException();
                clusters.Add(converter.Read(ref reader, typeof(ClusterWire), options)!);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                reader = start;
                clusters.Add(Identity(ref reader));
            }
        }
        return clusters;
    }

    public override void Write(Utf8JsonWriter writer, List<ClusterWire> value, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    private static ClusterWire Identity(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new() { Id = Text(document.RootElement, "id"), Name = Text(document.RootElement, "name"), State = Unreadable };
    }

    private static string? Text(JsonElement element, string name)
    {
        try
        {
            return element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // The value is not a string, or not valid Unicode.
            return null;
        }
    }
}
