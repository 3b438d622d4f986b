using System.Text.Json;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;

namespace HopsworksEmulator.Http;

/// <summary>The API's endpoints, complete for all known clients.</summary>
internal sealed class ApiRoutes(JsonSerializerOptions json, CallPipeline pipeline)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        MapClusters(routes.MapGroup("/api/clusters"));
        MapBackups(routes.MapGroup("/api/backups"));
    }

    private void MapClusters(IEndpointRouteBuilder routes)
    {
        On(routes, "GET", "", Operation.List, call => Ok(new { Clusters = List(call) }));
        On(routes, "POST", "", Operation.Create, Create);
        On(routes, "GET", "/{id}", Operation.Get, call => call.Plane.Get(call.Id) is { } cluster
            ? Ok(new { Cluster = cluster })
            : ResponseEnvelope.Of(ControlPlaneResult.NoCluster));
        Do(routes, "DELETE", "/{id}", Operation.Delete, call => call.Plane.Delete(call.Id));
        Do(routes, "PUT", "/{id}/stop", Operation.Stop, call => call.Plane.Stop(call.Id));
        Do(routes, "PUT", "/{id}/start", Operation.Start, call => call.Plane.Start(call.Id));
        Do(routes, "POST", "/{id}/workers", Operation.AddWorkers, call =>
            call.Plane.AddWorkers(call.Id, Member<Worker[]>(call, "workers")));
        Do(routes, "DELETE", "/{id}/workers", Operation.RemoveWorkers, call =>
            call.Plane.RemoveWorkers(call.Id, Member<Worker[]>(call, "workers")));
        Do(routes, "POST", "/{id}/ports", Operation.Ports, call => call.Plane.SetPorts(call.Id, Member<Ports>(call, "ports")));
        Do(routes, "POST", "/{id}/autoscale", Operation.SetAutoscale, call =>
            call.Plane.SetAutoscale(call.Id, Member<AutoscaleConfiguration>(call, "autoscale")));
        Do(routes, "DELETE", "/{id}/autoscale", Operation.DeleteAutoscale, call => call.Plane.DeleteAutoscale(call.Id));
        On(routes, "GET", "/nodes/supported-types", Operation.SupportedTypes, call => SupportedTypes(call.Query("cloud") ?? ""));
        On(routes, "GET", "/hopsworks/versions/{cloud}", Operation.Versions, call => Ok(new { call.Plane.Versions }));
        Do(routes, "POST", "/{id}/upgrade", Operation.Upgrade, call =>
            call.Plane.Upgrade(call.Id, Member<string>(call, "version"), Optional(call, "dockerRegistryAccount")));
        Do(routes, "PUT", "/{id}/upgrade/rollback", Operation.Rollback, call => call.Plane.Rollback(call.Id));
        Do(routes, "PUT", "/{id}/nodes/modify-instance-type", Operation.ModifyInstanceType, call =>
        {
            var node = Member<NodeInfo>(call, "nodeInfo");
            return call.Plane.ModifyInstanceType(call.Id, node.NodeType, node.InstanceType);
        });
        On(routes, "POST", "/restore/{id}", Operation.Restore, call =>
            Created(call.Plane.Restore(call.Id, Member<RestoredCluster>(call, "cluster").Over)));
    }

    private void MapBackups(IEndpointRouteBuilder routes)
    {
        On(routes, "POST", "", Operation.CreateBackup, call =>
        {
            var backup = Member<NewBackup>(call, "backup");
            var result = call.Plane.CreateBackup(backup.ClusterId, backup.BackupName);
            return result.Id is { } id ? Ok(new { BackupId = id }) : ResponseEnvelope.Of(result);
        });
        On(routes, "GET", "", Operation.ListBackups, call => Ok(new { Backups = call.Plane.ListBackups(call.Query("clusterId")) }));
        On(routes, "GET", "/{id}", Operation.GetBackup, call => call.Plane.GetBackup(call.Id) is { } backup
            ? Ok(new { Backup = backup })
            : ResponseEnvelope.Of(ControlPlaneResult.NoBackup));
        Do(routes, "DELETE", "/{id}", Operation.DeleteBackup, call => call.Plane.DeleteBackup(call.Id));
    }

    private void On(
        IEndpointRouteBuilder routes, string method, string path, Operation operation, Func<ApiCall, ResponseEnvelope> answer) =>
        routes.MapMethods(path, [method], context => pipeline.AnswerAsync(context, operation, answer));

    private void Do(
        IEndpointRouteBuilder routes, string method, string path, Operation operation, Func<ApiCall, ControlPlaneResult> act) =>
        On(routes, method, path, operation, call => ResponseEnvelope.Of(act(call)));

    private static IReadOnlyList<EmulatedCluster> List(ApiCall call) => call.Query("cloud") is { } cloud
        ? [.. call.Plane.List().Where(cluster => cluster.Provider == cloud)]
        : call.Plane.List();

    private ResponseEnvelope Create(ApiCall call) => call.Body.Deserialize<CreateRequest>(json)?.ToCluster(json) is { } cluster
        ? Created(call.Plane.Create(cluster))
        : new(400, "invalid cluster configuration");

    private static ResponseEnvelope SupportedTypes(string cloud) => Catalog.TypesOf(cloud) is { } types
        ? Ok(new Dictionary<string, SupportedTypes> { [cloud.ToLowerInvariant()] = types })
        : new(400, "unknown cloud provider");

    private static ResponseEnvelope Ok(object payload) => new(200, Payload: payload);

    private static ResponseEnvelope Created(ControlPlaneResult result) =>
        result.Id is { } id ? Ok(new { Id = id }) : ResponseEnvelope.Of(result);

    private static string? Optional(ApiCall call, string name) =>
        call.Body.TryGetProperty(name, out var value) ? value.Deserialize<string>() : null;

    /// <exception cref="JsonException">The body lacks the field, or its value has another shape.</exception>
    private T Member<T>(ApiCall call, string name) =>
        call.Body.ValueKind == JsonValueKind.Object && call.Body.TryGetProperty(name, out var value)
            ? value.Deserialize<T>(json) ?? throw new JsonException()
            : throw new JsonException();
}
