using System.Text.Json;
using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Json;

namespace HopsworksFunctions.Cli.Deployed;

/// <summary>The app's JSON format for requests, which leave out fields that are null.</summary>
internal static class AppJson
{
    public static JsonSerializerOptions Options { get; } =
        new(HttpJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
}
