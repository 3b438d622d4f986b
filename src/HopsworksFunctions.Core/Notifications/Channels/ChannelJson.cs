using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HopsworksFunctions.Core.Notifications.Channels;

/// <summary>The JSON of all channels. Members that are null are left out, entries of dictionaries are not.</summary>
internal static class ChannelJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The receivers parse JSON; only inside HTML would more have to be escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] ToUtf8(object message) => JsonSerializer.SerializeToUtf8Bytes(message, Options);
}
