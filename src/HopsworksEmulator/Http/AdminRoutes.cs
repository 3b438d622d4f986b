using System.Text;
using System.Text.Json;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;

namespace HopsworksEmulator.Http;

/// <summary>What a test does to the emulator when it runs as a process. Needs no key.</summary>
internal static class AdminRoutes
{
    public static void Map(IEndpointRouteBuilder routes, EmulatorServer server)
    {
        var admin = routes.MapGroup("/_emulator");
        On("GET", "/clusters", context => WriteAsync(context, server.ControlPlane.List()));
        On("POST", "/clusters", context => ReadAsync<EmulatedCluster>(context, server.ControlPlane.Add));
        On("PATCH", "/clusters/{id}", context => ReadAsync<ClusterPatch>(context, patch =>
        {
            if (!server.ControlPlane.Set((string)context.GetRouteValue("id")!, patch.Over))
                context.Response.StatusCode = 404;
        }));
        On("GET", "/faults", context => WriteAsync(context, server.Faults.All));
        On("POST", "/faults", context => ReadAsync<Fault>(context, server.Faults.Add));
        On("DELETE", "/faults", context => DoAsync(context, server.Faults.Clear));
        On("GET", "/calls", context => WriteAsync(context, server.Calls.All));
        On("DELETE", "/calls", context => DoAsync(context, server.Calls.Clear));
        On("PUT", "/keys", context => ReadAsync<string[]>(context, keys => server.ApiKeys.Accept(keys)));
        On("PUT", "/cluster-keys", context => ReadAsync<string[]>(context, keys => server.ClusterApiKeys.Accept(keys)));

        void On(string method, string path, RequestDelegate answer) => admin.MapMethods(path, [method], answer);
    }

    private static Task DoAsync(HttpContext context, Action act)
    {
        act();
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private static async Task ReadAsync<T>(HttpContext context, Action<T> act)
    {
        try
        {
            context.Response.StatusCode = 204;
            act(await JsonSerializer.DeserializeAsync<T>(context.Request.Body, EmulatorJson.Admin, context.RequestAborted)
                ?? throw new JsonException("null is not enough"));
        }
        catch (JsonException e)
        {
            context.Response.StatusCode = 400;
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(e.Message), context.RequestAborted);
        }
    }

    private static Task WriteAsync<T>(HttpContext context, T value)
    {
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, EmulatorJson.Admin, context.RequestAborted);
    }
}
