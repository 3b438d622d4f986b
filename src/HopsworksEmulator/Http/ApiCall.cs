using System.Text.Json;

namespace HopsworksEmulator.Http;

/// <summary>A call and its body.</summary>
internal sealed record ApiCall(HttpContext Context, byte[] Json)
{
    public string Id => (string)Context.GetRouteValue("id")!;

    /// <exception cref="JsonException">The body is not JSON.</exception>
    public JsonElement Body => JsonElement.Parse(Json);

    public string? Query(string name) => Context.Request.Query[name].FirstOrDefault(value => value is { Length: > 0 });
}
