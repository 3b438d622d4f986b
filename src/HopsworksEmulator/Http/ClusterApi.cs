using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;

namespace HopsworksEmulator.Http;

/// <summary>A cluster's own API, as far as it tells idle from busy: <c>GET /hopsworks-api/api/clusterUtilisation/metrics</c>.</summary>
internal sealed class ClusterApi(EmulatedControlPlane plane, ApiKeys keys, FaultPlan faults, CallLog calls, Delivery delivery)
{
    private const string Scheme = "ApiKey ";
    private const int TotalMB = 17408;
    private const int Unreachable = 0;

    public async Task AnswerAsync(HttpContext context, string id)
    {
        var fault = faults.Take(Operation.Probe, id, plane.Now);
        var (status, body) = Answer(context.Request, id);
        calls.Add(new(plane.Now, Operation.Probe, id, status == Unreachable ? "unreachable" : string.Join(' ', new object?[] { fault?.Kind, status }.OfType<object>()), Done: status == 200));
        if (status == Unreachable)
            context.Abort();
        else
            await delivery.SendAsync(context, fault, status, JsonSerializer.SerializeToUtf8Bytes(body), of => Error(of).ToJsonString());
    }

    private (int Status, JsonObject Body) Answer(HttpRequest request, string id)
    {
        if (plane.Get(id) is not { State: ClusterStates.Running } cluster || cluster.Activity == Activity.Unreachable)
            return (Unreachable, []);
        string authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(Scheme, StringComparison.Ordinal))
            return (401, Error(200003, "Authorization header not set."));
        if (!keys.Accepts(authorization[Scheme.Length..]))
            return (401, Error(401));
        return request.Method == "GET" && request.Path == "/hopsworks-api/api/clusterUtilisation/metrics"
            ? (200, Metrics(YarnMetrics.Of(cluster)))
            : (404, Error(120004, "Web application exception occurred"));
    }

    private static JsonObject Metrics(YarnMetrics yarn) => new()
    {
        ["clusterMetrics"] = new JsonObject
        {
            ["appsSubmitted"] = yarn.AppsSubmitted,
            ["appsCompleted"] = yarn.AppsSubmitted - yarn.AppsRunning - yarn.AppsPending,
            ["appsPending"] = yarn.AppsPending,
            ["appsRunning"] = yarn.AppsRunning,
            ["appsFailed"] = 0,
            ["appsKilled"] = 0,
            ["reservedMB"] = 0,
            ["availableMB"] = TotalMB - yarn.AllocatedMB,
            ["allocatedMB"] = yarn.AllocatedMB,
            ["totalMB"] = TotalMB,
            ["reservedVirtualCores"] = 0,
            ["availableVirtualCores"] = 8 - Math.Max(1, yarn.ContainersAllocated),
            // YARN shows one allocated core with nothing running.
            ["allocatedVirtualCores"] = Math.Max(1, yarn.ContainersAllocated),
            ["totalVirtualCores"] = 8,
            ["containersAllocated"] = yarn.ContainersAllocated,
            ["containersReserved"] = yarn.ContainersReserved,
            ["containersPending"] = yarn.ContainersPending,
            ["totalNodes"] = 1,
            ["activeNodes"] = 1,
            ["lostNodes"] = 0,
            ["unhealthyNodes"] = 0,
            ["decommissionedNodes"] = 0,
            ["rebootedNodes"] = 0,
        },
        ["deploying"] = yarn.Deploying,
    };

    private static JsonObject Error(int status) => status switch
    {
        401 => Error(320002, "Api key not found"),
        403 => Error(320004, "No valid scope found for this invocation"),
        _ => Error(100056, "Failed to fetch utilization metrics"),
    };

    private static JsonObject Error(int code, string message) => new() { ["errorCode"] = code, ["errorMsg"] = message };
}
