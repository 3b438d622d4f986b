using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.Hopsworks.Wire;
using HopsworksFunctions.Policies.Clusters;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>A mapping of emulated clusters to the client's objects, which reuses the objects of unchanged clusters.</summary>
internal sealed class ClusterView
{
    private static readonly Dictionary<string, string> NoTags = [];

    private readonly Dictionary<string, (EmulatedCluster Emulated, Cluster Mapped)> known = [];
    private IReadOnlyList<EmulatedCluster> seen = [];
    private IReadOnlyList<Cluster> clusters = [];

    /// <summary>Maps a listing. The same listing gives the same list.</summary>
    public IReadOnlyList<Cluster> Of(IReadOnlyList<EmulatedCluster> now)
    {
        if (!ReferenceEquals(now, seen))
            (seen, clusters) = (now, [.. now.Select(Known)]);
        return clusters;
    }

    /// <summary>Maps a cluster. The same cluster gives the same object.</summary>
    public Cluster Known(EmulatedCluster cluster)
    {
        if (!known.TryGetValue(cluster.Id, out var last) || !ReferenceEquals(last.Emulated, cluster))
            known[cluster.Id] = last = (cluster, Of(cluster));
        return last.Mapped;
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
        Tags = cluster.Tags.Count == 0 ? NoTags : cluster.Tags.ToDictionary(t => t.Name, t => t.Value),
        Head = new("head", cluster.ClusterConfiguration.Head.InstanceType, cluster.ClusterConfiguration.Head.DiskSize, 1),
        RonDB = RonDB(cluster.RonDB),
        Region = cluster.Azure?.Location ?? cluster.Aws?.Region ?? cluster.Gcp?.Zone,
        Workers = cluster.Workers.Count == 0 ? []
            : [.. cluster.Workers.Select(w => new WorkerGroup(w.InstanceType, w.DiskSize, w.Count, Spot(w.SpotInfo)))],
        Autoscale = cluster.Autoscale?.NonGpu is { } a
            ? new(
                a.InstanceType, a.DiskSize, a.MinWorkers, a.MaxWorkers, a.StandbyWorkers,
                Duration.FromSeconds(a.DownscaleWaitTime), Spot(a.SpotInfo))
            : null,
        BackupRetention = cluster.BackupRetentionPeriod,
        BackupPipelineInProgress = cluster.BackupPipelineInProgress,
        UpgradeInProgress = cluster.UpgradeInProgress is not null,
    };

    private static IReadOnlyList<Nodes> RonDB(RonDB? rondb) => rondb is null ? []
        : rondb.AllInOne ? [new("ndbd", rondb.Ndbd.InstanceType, rondb.Ndbd.DiskSize, 1)]
        : [.. new[] { ("mgmd", rondb.Mgmd), ("ndbd", rondb.Ndbd), ("mysqld", rondb.Mysqld), ("api", rondb.Api) }
            .Where(n => n.Item2 is { InstanceType.Length: > 0, Count: > 0 })
            .Select(n => new Nodes(n.Item1, n.Item2.InstanceType, n.Item2.DiskSize, n.Item2.Count))];

    private static Instant? Date(DateTimeOffset date) => date == default ? null : date.ToInstant();

    private static SpotSettings? Spot(SpotInfo? spot) => spot is null ? null : new(spot.MaxPrice, spot.FallBackOnDemand);
}
