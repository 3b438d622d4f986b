using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>The path before every HTTP function's route, which forwarded requests keep.</summary>
internal static class RoutePrefix
{
    private const string Default = "api";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads <c>extensions.http.routePrefix</c> of a <c>host.json</c>; the host's default where it says nothing.</summary>
    public static string Read(string directory)
    {
        var file = Path.Combine(directory, "host.json");
        if (!File.Exists(file))
            return Default;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file), Lenient);
            return Find(json.RootElement, "extensions", "http", "routePrefix") is { ValueKind: JsonValueKind.String } prefix
                ? prefix.GetString()!.Trim('/')
                : Default;
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"{file} is not valid JSON: {e.Message}", e);
        }
    }

    private static JsonElement? Find(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }
        return element;
    }
}
