using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace HopsworksFunctions.Core.Notifications.Channels;

/// <summary>The JSON for all channels. It omits null properties, but keeps null dictionary entries.</summary>
internal static class ChannelJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Receivers parse JSON; stricter escaping is only needed inside HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonNode ToNode(object message) => JsonSerializer.SerializeToNode(message, Options)!;

    public static byte[] ToUtf8(object message) => JsonSerializer.SerializeToUtf8Bytes(message, Options);
}
