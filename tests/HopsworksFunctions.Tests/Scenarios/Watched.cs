using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Policies;
using NodaTime;
using EmulatedWorker = HopsworksEmulator.ControlPlane.Worker;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>A cluster of a scenario, as the checks know it.</summary>
internal sealed class Watched(EmulatedCluster cluster)
{
    private (PolicySet Policies, Rule? Rule)? known;
    private bool isStopping;

    public EmulatedCluster Now { get; private set; } = cluster;

    /// <summary>Null while it does not run.</summary>
    public Instant? UpSince { get; private set; }

    /// <summary>The last call that stopped or started it, or failed.</summary>
    public Instant Disturbed { get; set; }

    /// <summary>The last call that failed.</summary>
    public Instant Failed { get; set; } = Instant.MinValue;

    /// <summary>The workers that stops of ours deleted, by kind.</summary>
    public Dictionary<EmulatedWorker, int> Owed { get; } = [];

    public IEnumerable<EmulatedWorker> Missing =>
        Owed.Where(owed => Now.Workers.Where(worker => KindOf(worker) == owed.Key).Sum(worker => worker.Count) < owed.Value).Select(owed => owed.Key with { Count = owed.Value });

    public void Owe(IReadOnlyList<EmulatedWorker> workers)
    {
        isStopping = true;
        foreach (var worker in workers.Where(worker => worker.Count > 0))
            Owed[KindOf(worker)] = Math.Max(Owed.GetValueOrDefault(KindOf(worker)), worker.Count);
    }

    public void See(EmulatedCluster cluster, Instant now)
    {
        Now = cluster;
        UpSince = cluster.State == ClusterStates.Running ? UpSince ?? now : null;
        // A stop that has just been accepted does not show at once.
        isStopping &= UpSince is not null;
        if (UpSince is not null && !isStopping && !Missing.Any())
            Owed.Clear();
    }

    public Rule? RuleIn(PolicySet policies)
    {
        if (known?.Policies != policies)
            known = (policies, policies.RuleFor(ClusterView.Of(Now)));
        return known?.Rule;
    }

    private static EmulatedWorker KindOf(EmulatedWorker worker) => worker with { Count = 0, PrivateIps = [] };
}
