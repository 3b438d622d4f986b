using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Hopsworks.Wire;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>Emulated clusters as the client would read them; a cluster that has not changed is the same object again.</summary>
internal sealed class ClusterView
{
    private IReadOnlyList<EmulatedCluster> seen = [];
    private Cluster[] clusters = [];

    /// <summary>The same list again while no cluster has changed.</summary>
    public IReadOnlyList<Cluster> Of(IReadOnlyList<EmulatedCluster> now)
    {
        var changed = now.Count == seen.Count ? null : new Cluster[now.Count];
        for (var i = 0; i < now.Count; i++)
        {
            var isSame = i < seen.Count && ReferenceEquals(seen[i], now[i]);
            if (!isSame)
                changed ??= [.. clusters];
            if (changed is not null)
                changed[i] = isSame ? clusters[i] : Of(now[i]);
        }
        if (changed is not null)
            (seen, clusters) = (now, changed);
        return clusters;
    }

    public static Cluster Of(EmulatedCluster cluster) => new()
    {
        Id = cluster.Id,
        Name = cluster.Name,
        State = Words.State(cluster.State),
        StateText = cluster.State,
        ActivationState = Words.ActivationState(cluster.ActivationState),
        Cloud = Words.Cloud(cluster.Provider),
        CreatedOn = Date(cluster.CreatedOn),
        StartedOn = Date(cluster.StartedOn),
        Tags = cluster.Tags.ToDictionary(t => t.Name, t => t.Value),
        Workers = [.. cluster.Workers.Select(w => new WorkerGroup(w.InstanceType, w.DiskSize, w.Count, Spot(w.SpotInfo)))],
        Autoscale = cluster.Autoscale?.NonGpu is { } a
            ? new(a.InstanceType, a.DiskSize, a.MinWorkers, a.MaxWorkers, a.StandbyWorkers, Duration.FromSeconds(a.DownscaleWaitTime), Spot(a.SpotInfo))
            : null,
        BackupPipelineInProgress = cluster.BackupPipelineInProgress,
        UpgradeInProgress = cluster.UpgradeInProgress is not null,
    };

    private static Instant? Date(DateTimeOffset date) => date == default ? null : date.ToInstant();

    private static SpotSettings? Spot(SpotInfo? spot) => spot is null ? null : new(spot.MaxPrice, spot.FallBackOnDemand);
}
