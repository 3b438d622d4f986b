using System.Text.Json;
using System.Text.Json.Serialization;

namespace HopsworksFunctions.Cli.Deployed;

/// <summary>The options that read and write the app's JSON.</summary>
internal static class AppJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
