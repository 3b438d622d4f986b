using System.Text.Json;
using System.Text.Json.Serialization;

namespace HopsworksFunctions.Core.Hopsworks.Wire;

/// <inheritdoc cref="LenientReading.Text"/>
internal sealed class TextConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.Text();

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <inheritdoc cref="LenientReading.Number"/>
internal sealed class NumberConverter : JsonConverter<double?>
{
    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.Number();

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
