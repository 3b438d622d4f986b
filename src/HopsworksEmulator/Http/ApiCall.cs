using System.Text.Json;
using HopsworksEmulator.ControlPlane;

namespace HopsworksEmulator.Http;

/// <summary>A call, its body, and the control plane of the account that its key opens.</summary>
internal sealed record ApiCall(HttpContext Context, byte[] Json, EmulatedControlPlane Plane)
{
    public string Id => IdOf(Context)!;

    /// <summary>Returns the ID in the path; null if there is none. Routing leaves only the slash encoded.</summary>
    public static string? IdOf(HttpContext context) =>
        ((string?)context.GetRouteValue("id"))?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="JsonException">The body is not JSON.</exception>
    public JsonElement Body => JsonElement.Parse(Json);

    public string? Query(string name) => Context.Request.Query[name].FirstOrDefault(value => value is { Length: > 0 });
}
