using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HopsworksFunctions.Core.Hopsworks.Wire;

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

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
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

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options)
    {
        if (value is { } number) writer.WriteNumberValue(number);
        else writer.WriteNullValue();
    }
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

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        if (value is { } flag) writer.WriteBooleanValue(flag);
        else writer.WriteNullValue();
    }
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

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}
