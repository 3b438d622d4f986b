using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>A cluster of a scenario as the checks see it.</summary>
internal sealed class Watched(EmulatedCluster cluster)
{
    private (PolicySet Policies, EmulatedCluster Cluster, Rule? Rule)? known;

    public EmulatedCluster Now { get; set; } = cluster;

    /// <summary>Time of the last failed call or read; later if the call took effect.</summary>
    public Instant Failed { get; set; } = Instant.MinValue;

    public Rule? RuleIn(PolicySet policies)
    {
        if (known is not { } last || last.Policies != policies || !ReferenceEquals(last.Cluster, Now))
            known = (policies, Now, policies.RuleFor(ClusterView.Of(Now)));
        return known?.Rule;
    }
}
