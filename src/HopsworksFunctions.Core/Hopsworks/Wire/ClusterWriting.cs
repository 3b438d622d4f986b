using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Core.Hopsworks.Wire;

/// <summary>From our words to the API's.</summary>
internal static class ClusterWriting
{
    public static WorkersBody ToBody(this IReadOnlyList<WorkerGroup> workers) =>
        new([.. workers.Select(worker => new WorkersWire(worker.InstanceType, worker.DiskSize, worker.Count, worker.Spot.ToWire()))]);

    private static SpotWire? ToWire(this SpotSettings? spot) => spot is null ? null : new(spot.MaxPrice, spot.FallBackOnDemand);
}
