using HopsworksEmulator.ControlPlane;

namespace HopsworksEmulator;

/// <summary>
/// The seeded fleet repeated many times, with numbered names and stable IDs. Only the first sixteen include clusters that are broken, new,
/// being upgraded or being backed up.
/// </summary>
public static class LargeFleet
{
    /// <summary>The limit exists because with cluster APIs, each cluster takes a port.</summary>
    public const int MaxClusters = 1000;

    /// <summary>Creates the fleet as of <paramref name="now"/>.</summary>
    public static IReadOnlyList<EmulatedCluster> Create(int clusters, DateTimeOffset now)
    {
        var seeds = SeededFleet.Create(now);
        return [.. Enumerable.Range(0, clusters).Select(index => Numbered(seeds[index % seeds.Count], index, index / seeds.Count))];
    }

    private static EmulatedCluster Numbered(EmulatedCluster seed, int index, int round)
    {
        var id = $"00000000-1a46-4000-8000-{index + 1:d12}";
        var cluster = round == 0 ? seed : Settled(seed) with { Name = $"{seed.Name}-{round + 1:d2}" };
        var nodes = cluster.ClusterConfiguration;
        return cluster with
        {
            Id = id,
            CreatedOn = cluster.CreatedOn.AddHours(-round),
            ClusterConfiguration = nodes with { Head = nodes.Head with { NodeId = $"{id}-head" } },
        };
    }

    private static EmulatedCluster Settled(EmulatedCluster seed) => seed with
    {
        State = seed.State is ClusterStates.Error or ClusterStates.ExternallyStopped ? ClusterStates.Stopped : seed.State,
        ErrorMessage = null,
        BackupPipelineInProgress = false,
        UpgradeInProgress = null,
        CreatedOn = seed.CreatedOn.AddDays(-100),
    };
}
