using System.Text.Json;
using System.Text.Json.Serialization;

namespace HopsworksFunctions.Cli.Deployed;

/// <summary>How the app's JSON is read and written.</summary>
internal static class Answers
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
