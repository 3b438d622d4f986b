using System.Text.Json;
using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Core.Hopsworks.Wire;

/// <summary>Maps between the API's types and the app's.</summary>
internal static class WireMapper
{
    /// <summary>Reads the machine types of a payload; null if it has no cloud's types.</summary>
    public static IReadOnlyList<InstanceType>? ReadPayload(ref BodyReader body)
    {
        var payload = JsonSerializer.Deserialize(ref body.Json, WireJson.Default.SupportedTypesPayload)!;
        return (payload.Azure ?? payload.Aws ?? payload.Gcp)?.ToInstanceTypes();
    }

    private static IReadOnlyList<InstanceType> ToInstanceTypes(this SupportedTypesWire wire)
    {
        var roles = new (string Role, List<MachineWire?>? Machines)[]
        {
            ("head", wire.Head), ("worker", wire.Worker),
            ("mgmd", wire.RonDB?.Mgmd), ("ndbd", wire.RonDB?.Ndbd), ("mysqld", wire.RonDB?.Mysqld), ("api", wire.RonDB?.Api),
        };
        return [.. roles.SelectMany(
            role => (role.Machines ?? []).Select(machine => InstanceType(role.Role, machine)).OfType<InstanceType>())];
    }

    public static WorkersBody ToBody(this IReadOnlyList<WorkerGroup> workers) =>
        new([.. workers.Select(worker => new WorkersWire(worker.InstanceType, worker.DiskSize, worker.Count, worker.Spot))]);

    private static InstanceType? InstanceType(string role, MachineWire? wire) =>
        wire is { Id.Length: > 0 } ? new(wire.Id, role, MachineReading.Whole(wire.Cpus), wire.Memory ?? 0) : null;
}
