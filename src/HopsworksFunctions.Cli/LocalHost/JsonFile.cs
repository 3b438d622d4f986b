using System.Text.Json;
using System.Text.Json.Serialization;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>Reads JSON files with comments and trailing commas.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <exception cref="CliException">The file is missing or malformed; the message gives line and column.</exception>
    public static T Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), Options)
                ?? throw new CliException($"{path} is empty.");
        }
        catch (JsonException e)
        {
            throw new CliException($"{path}({e.LineNumber + 1},{e.BytePositionInLine + 1}): {WithoutPosition(e.Message)}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"Cannot read {path}: {e.Message}", e);
        }
    }

    private static string WithoutPosition(string message) =>
        message.Split([" Path:", " LineNumber:"], StringSplitOptions.None)[0];
}
