using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HopsworksFunctions.Core.Notifications;

internal static class JsonBytes
{
    // The receivers parse JSON; only inside of HTML would more have to be escaped.
    private static readonly JsonWriterOptions Short = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] ToUtf8(this JsonObject node)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Short))
            node.WriteTo(writer);
        return bytes.ToArray();
    }
}
