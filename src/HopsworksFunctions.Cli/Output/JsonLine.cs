using System.Text.Encodings.Web;
using System.Text.Json;
using HopsworksFunctions.Core.Json;

namespace HopsworksFunctions.Cli.Output;

/// <summary>Writes one JSON object per line.</summary>
internal static class JsonLine
{
    private static readonly JsonSerializerOptions Options =
        new(HttpJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter lines, object value) => lines.WriteLine(JsonSerializer.Serialize(value, Options));
}
