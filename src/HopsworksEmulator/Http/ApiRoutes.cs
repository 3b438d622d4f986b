using System.Text.Json;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;

namespace HopsworksEmulator.Http;

/// <summary>The API's endpoints, complete for every known client.</summary>
internal sealed class ApiRoutes(EmulatedControlPlane plane, JsonSerializerOptions json, CallPipeline pipeline)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        void On(string method, string path, Operation operation, Func<ApiCall, Envelope> answer) =>
            routes.MapMethods(path, [method], context => pipeline.AnswerAsync(context, operation, answer));

        On("GET", "/api/clusters", Operation.List, call => Ok(new ClustersPayload(List(call.Query("cloud")))));
        On("POST", "/api/clusters", Operation.Create, call => With<CreateRequest>(call, Create));
        On("GET", "/api/clusters/{id}", Operation.Get, call => plane.Get(call.Id) is { } cluster ? Ok(new ClusterPayload(cluster)) : Envelope.Of(Reply.NoCluster));
        On("DELETE", "/api/clusters/{id}", Operation.Delete, call => Envelope.Of(plane.Delete(call.Id)));
        On("PUT", "/api/clusters/{id}/stop", Operation.Stop, call => Envelope.Of(plane.Stop(call.Id)));
        On("PUT", "/api/clusters/{id}/start", Operation.Start, call => Envelope.Of(plane.Start(call.Id)));
        On("POST", "/api/clusters/{id}/workers", Operation.AddWorkers, call => With(call, (WorkersRequest body) => plane.AddWorkers(call.Id, body.Workers)));
        On("DELETE", "/api/clusters/{id}/workers", Operation.RemoveWorkers, call => With(call, (WorkersRequest body) => plane.RemoveWorkers(call.Id, body.Workers)));
        On("POST", "/api/clusters/{id}/ports", Operation.Ports, call => With(call, (PortsRequest body) => plane.SetPorts(call.Id, body.Ports)));
        On("POST", "/api/clusters/{id}/autoscale", Operation.SetAutoscale, call => With(call, (AutoscaleRequest body) => plane.SetAutoscale(call.Id, body.Autoscale)));
        On("DELETE", "/api/clusters/{id}/autoscale", Operation.DeleteAutoscale, call => Envelope.Of(plane.DeleteAutoscale(call.Id)));
        On("GET", "/api/clusters/nodes/supported-types", Operation.SupportedTypes, call => SupportedTypes(call.Query("cloud") ?? ""));
        On("GET", "/api/clusters/hopsworks/versions/{cloud}", Operation.Versions, _ => Ok(new VersionsPayload(Catalog.Versions)));
        On("POST", "/api/clusters/{id}/upgrade", Operation.Upgrade, call => With(call, (UpgradeRequest body) => plane.Upgrade(call.Id, body.Version)));
        On("PUT", "/api/clusters/{id}/upgrade/rollback", Operation.Rollback, call => Envelope.Of(plane.Rollback(call.Id)));
        On("PUT", "/api/clusters/{id}/nodes/modify-instance-type", Operation.ModifyInstanceType, call => With(
            call, (ModifyInstanceTypeRequest body) => plane.ModifyInstanceType(call.Id, body.NodeInfo.NodeType, body.NodeInfo.InstanceType)));
        On("POST", "/api/backups", Operation.CreateBackup, call => With(call, (BackupRequest body) => CreateBackup(body.Backup)));
        On("GET", "/api/backups", Operation.ListBackups, call => Ok(new BackupsPayload(plane.ListBackups(call.Query("clusterId")))));
        On("GET", "/api/backups/{id}", Operation.GetBackup, call => plane.GetBackup(call.Id) is { } backup ? Ok(new BackupPayload(backup)) : Envelope.Of(Reply.NoBackup));
        On("DELETE", "/api/backups/{id}", Operation.DeleteBackup, call => Envelope.Of(plane.DeleteBackup(call.Id)));
        On("POST", "/api/clusters/restore/{id}", Operation.Restore, call => With(call, (RestoreRequest body) => Id(plane.Restore(call.Id, body.Cluster.Over))));
    }

    private IReadOnlyList<EmulatedCluster> List(string? cloud) =>
        cloud is null ? plane.List() : [.. plane.List().Where(cluster => cluster.Provider == cloud)];

    private Envelope Create(CreateRequest request) =>
        request.ToCluster(json) is { } cluster ? Id(plane.Create(cluster)) : new(400, "invalid cluster configuration");

    private Envelope CreateBackup(NewBackup backup)
    {
        var reply = plane.CreateBackup(backup.ClusterId, backup.BackupName);
        return reply.Id is { } id ? Ok(new BackupIdPayload(id)) : Envelope.Of(reply);
    }

    private static Envelope SupportedTypes(string cloud) => Catalog.TypesOf(cloud) is { } types
        ? Ok(new Dictionary<string, SupportedTypes> { [cloud.ToLowerInvariant()] = types })
        : new(400, "unknown cloud provider");

    private static Envelope Ok(object payload) => new(200, Payload: payload);

    private static Envelope Id(Reply reply) => reply.Id is { } id ? Ok(new IdPayload(id)) : Envelope.Of(reply);

    private Envelope With<T>(ApiCall call, Func<T, Reply> act)
        where T : class =>
        With(call, (T body) => Envelope.Of(act(body)));

    private Envelope With<T>(ApiCall call, Func<T, Envelope> act)
        where T : class
    {
        try
        {
            return act(call.Body<T>(json));
        }
        catch (JsonException)
        {
            return new(400, "invalid request body");
        }
    }
}
