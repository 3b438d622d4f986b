using System.Text.Json;
using System.Text.Json.Serialization;

namespace HopsworksFunctions.Core.Hopsworks.Wire;

/// <summary>
/// Reads a list of clusters so that an unreadable one does not affect the others. It keeps its id and name, and gets the state <see
/// cref="Unreadable"/>, on which no policy acts.
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
        // Not JsonSerializer.Deserialize, which would scan each cluster's bytes twice.
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
            // Not a string, or not valid Unicode.
            return null;
        }
    }
}
