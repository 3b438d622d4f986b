using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksEmulator.Accounts;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;

namespace HopsworksEmulator.Http;

/// <summary>The part of a cluster's own API, below <c>/hopsworks-api/api</c>, that distinguishes idle from busy.</summary>
internal sealed class EmulatedClusterApi(ApiKeys keys, ResponseWriter writer)
{
    private const string Scheme = "ApiKey ";
    private const int TotalMB = 17408;
    private const int Unreachable = 0;

    public async Task AnswerAsync(HttpContext context, EmulatedAccount account, string id)
    {
        var plane = account.ControlPlane;
        var operation = OperationOf(context.Request.Path);
        var fault = account.Faults.Take(operation, id, plane.Now);
        var (status, body) = Answer(context.Request, operation, plane.Get(id));
        var outcome = status == Unreachable ? "unreachable" : fault is null ? $"{status}" : $"{fault.Kind} {status}";
        account.Calls.Add(new(plane.Now, operation, id, outcome, Done: status == 200));
        if (status == Unreachable)
            context.Abort();
        else
            await writer.SendAsync(context, fault, status, JsonSerializer.SerializeToUtf8Bytes(body), of => Error(of).ToJsonString());
    }

    private (int Status, JsonNode Body) Answer(HttpRequest request, Operation operation, EmulatedCluster? its)
    {
        if (its is not { State: ClusterStates.Running } cluster || cluster.Activity == EmulatedActivity.Unreachable)
            return (Unreachable, new JsonObject());
        string authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(Scheme, StringComparison.Ordinal))
            return (401, Error(200003, "Authorization header not set."));
        if (!keys.Accepts(authorization[Scheme.Length..]))
            return (401, Error(401));
        var project = cluster.Projects.FirstOrDefault(
            project => request.Path.StartsWithSegments($"/hopsworks-api/api/project/{project.Id}"));
        return operation switch
        {
            _ when request.Method != "GET" => Error(404, 120004, "Web application exception occurred"),
            Operation.Probe => (200, Metrics(YarnMetrics.Of(cluster))),
            Operation.Projects => (200, ClusterProjects.List(cluster)),
            Operation.Deployments or Operation.Jobs when project is null => Error(404, 150004, "Project wasn't found."),
            Operation.Deployments or Operation.Jobs when !project.HasRole => Error(403, 160000, "No valid role found for this user"),
            Operation.Deployments => ClusterProjects.Deployments(project!, request.Query["status"].FirstOrDefault()),
            Operation.Jobs => ClusterProjects.Jobs(project!, request.Query, request.Path),
            _ => Error(404, 120004, "Web application exception occurred"),
        };
    }

    private static Operation OperationOf(PathString path) => path.Value?.Split('/') switch
    {
        ["", "hopsworks-api", "api", "clusterUtilisation", "metrics"] => Operation.Probe,
        ["", "hopsworks-api", "api", "project"] => Operation.Projects,
        ["", "hopsworks-api", "api", "project", _, "serving"] => Operation.Deployments,
        ["", "hopsworks-api", "api", "project", _, "jobs"] => Operation.Jobs,
        _ => Operation.Unknown,
    };

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
            // YARN shows one allocated core even if nothing runs.
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

    internal static (int Status, JsonNode Body) Error(int status, int code, string message) => (status, Error(code, message));

    private static JsonObject Error(int code, string message) => new() { ["errorCode"] = code, ["errorMsg"] = message };
}
