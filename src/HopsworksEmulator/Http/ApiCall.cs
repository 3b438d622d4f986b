using System.Text.Json;

namespace HopsworksEmulator.Http;

/// <summary>A call with its body read.</summary>
internal sealed record ApiCall(HttpContext Context, byte[] Json)
{
    /// <summary>The id in the path.</summary>
    public string Id => (string)Context.GetRouteValue("id")!;

    public string? Query(string name) => Context.Request.Query[name].FirstOrDefault(value => value is { Length: > 0 });

    /// <exception cref="JsonException">The body is not JSON of this shape.</exception>
    public T Body<T>(JsonSerializerOptions options)
        where T : class =>
        JsonSerializer.Deserialize<T>(Json, options) ?? throw new JsonException();
}
