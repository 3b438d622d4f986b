using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;

namespace HopsworksEmulator.Http;

/// <summary>What a test does to the emulator when it runs as a process. Needs no key; dates are ISO 8601, durations <c>hh:mm:ss</c>, enums camel case.</summary>
internal static class AdminRoutes
{
    private static readonly AdminJson Json = new(new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    });

    public static void Map(IEndpointRouteBuilder routes, EmulatorServer server)
    {
        var admin = routes.MapGroup("/_emulator");
        On("GET", "/clusters", context => WriteAsync(context, server.ControlPlane.List(), Json.IReadOnlyListEmulatedCluster));
        On("POST", "/clusters", context => ReadAsync(context, Json.EmulatedCluster, server.ControlPlane.Add));
        On("PATCH", "/clusters/{id}", context => ReadAsync(context, Json.ClusterPatch, patch =>
        {
            if (!server.ControlPlane.Set((string)context.GetRouteValue("id")!, patch.Over))
                context.Response.StatusCode = 404;
        }));
        On("GET", "/faults", context => WriteAsync(context, server.Faults.All, Json.IReadOnlyListFault));
        On("POST", "/faults", context => ReadAsync(context, Json.Fault, server.Faults.Add));
        On("DELETE", "/faults", context => DoAsync(context, server.Faults.Clear));
        On("GET", "/calls", context => WriteAsync(context, server.Calls.All, Json.IReadOnlyListCall));
        On("DELETE", "/calls", context => DoAsync(context, server.Calls.Clear));
        On("PUT", "/keys", context => ReadAsync(context, Json.StringArray, keys => server.ApiKeys.Accept(keys)));
        On("PUT", "/cluster-keys", context => ReadAsync(context, Json.StringArray, keys => server.ClusterApiKeys.Accept(keys)));

        void On(string method, string path, RequestDelegate answer) => admin.MapMethods(path, [method], answer);
    }

    private static Task DoAsync(HttpContext context, Action act)
    {
        act();
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private static async Task ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, Action<T> act)
    {
        try
        {
            context.Response.StatusCode = 204;
            act((await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted))!);
        }
        catch (JsonException e)
        {
            context.Response.StatusCode = 400;
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(e.Message), context.RequestAborted);
        }
    }

    private static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }
}

[JsonSerializable(typeof(IReadOnlyList<EmulatedCluster>))]
[JsonSerializable(typeof(EmulatedCluster))]
[JsonSerializable(typeof(ClusterPatch))]
[JsonSerializable(typeof(IReadOnlyList<Fault>))]
[JsonSerializable(typeof(Fault))]
[JsonSerializable(typeof(IReadOnlyList<Call>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class AdminJson : JsonSerializerContext;
