using HopsworksEmulator.ControlPlane;

namespace HopsworksFunctions.Cli.Run;

/// <summary>The emulated clusters of one of several accounts, with IDs of their own, so that people can tell the accounts apart.</summary>
/// <param name="Number">1 for the first account, which has all clusters.</param>
internal sealed record EmulatedShare(int Number)
{
    public static readonly EmulatedShare All = new(1);

    public IReadOnlyList<EmulatedCluster> Of(IReadOnlyList<EmulatedCluster> fleet) =>
        Number == 1 ? fleet : [.. fleet.Where((_, i) => i % (Number + 1) != 0).Select(Own)];

    private EmulatedCluster Own(EmulatedCluster cluster)
    {
        var nodes = cluster.ClusterConfiguration;
        var id = $"{Number:x2}{cluster.Id[2..]}";
        return cluster with { Id = id, ClusterConfiguration = nodes with { Head = nodes.Head with { NodeId = $"{id}-head" } } };
    }
}
