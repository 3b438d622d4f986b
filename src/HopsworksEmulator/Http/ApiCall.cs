using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HopsworksEmulator.Http;

/// <summary>A call with its body read.</summary>
internal sealed record ApiCall(HttpContext Context, byte[] Json)
{
    /// <summary>The id in the path.</summary>
    public string Id => (string)Context.GetRouteValue("id")!;

    public string? Query(string name) => Context.Request.Query[name].FirstOrDefault(value => value is { Length: > 0 });

    /// <summary>The body; null when it is not JSON of this shape.</summary>
    public T? Body<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
