using System.Text.Encodings.Web;
using System.Text.Json;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Cli.Output;

/// <summary>Writes one JSON object per line.</summary>
internal static class JsonLine
{
    private static readonly JsonSerializerOptions Options =
        new(HttpJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter lines, object value) => lines.WriteLine(Visible(JsonSerializer.Serialize(value, Options)));

    /// <summary>
    /// Returns the same JSON with invisible characters escaped. They occur only in strings, where the escape means the same.
    /// </summary>
    public static string Visible(string json) => string.Join('\n', json.ReplaceLineEndings("\n").Split('\n').Select(TextSanitizer.Escape));
}
