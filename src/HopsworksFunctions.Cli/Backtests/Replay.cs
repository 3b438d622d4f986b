using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Cli.Backtests;

/// <summary>A replay of a history under policies, and the figures that it counts.</summary>
internal sealed class Replay : ISimulationOutput
{
    private readonly MemoryAuditLog audit = new();
    private readonly Dictionary<string, ReplayedCluster> clusters;

    private Replay(Scenario scenario) => clusters = scenario.Clusters.ToDictionary(c => c.Id, _ => new ReplayedCluster());

    /// <param name="people">Whether people start an active cluster again after the policies stopped it.</param>
    /// <param name="finished">Called with each run's report.</param>
    public static async Task<IReadOnlyDictionary<string, ReplayedCluster>> OfAsync(
        Scenario scenario, bool people, Action<RunReport> finished, CancellationToken cancellationToken)
    {
        var replay = new Replay(scenario);
        await Simulator.RunAsync(
            scenario, replay, cancellationToken, replay.audit, finished, people: people ? new BusyStarts() : null);
        var query = new AuditQuery { Limit = int.MaxValue, Kinds = PowerSteps.Kinds };
        var entries = (await replay.audit.ReadAsync(query, cancellationToken)).Entries.Reverse().ToLookup(entry => entry.ClusterId);
        foreach (var (id, cluster) in replay.clusters)
            cluster.Power = PowerSteps.Of([.. entries[id]], null);
        return replay.clusters;
    }

    public void Write(SimulatedCall call)
    {
        var cluster = clusters[call.Cluster];
        if (!call.Accepted)
            return;
        if (call is { Call: "stop", Before.Activity: EmulatedActivity.Busy })
            cluster.BusyStops.Add(new(call.At, call.Cluster, call.Rule, call.Reason));
        else if (call.Call == "addWorkers")
            cluster.WorkersRestored++;
    }

    public void Write(Instant at, Notice notice)
    {
        if (notice is { Kind: EventKind.Warn, Over: false, ClusterId: { } id } && clusters.TryGetValue(id, out var cluster))
            cluster.Warnings++;
    }

    public void Refused(Instant at, string message)
    {
        // Some manual actions make no sense under other policies, such as starting a running cluster or holding an unmanaged one.
    }

    public void Seen(Instant at, EmulatedControlPlane controlPlane)
    {
        // The audit log records when clusters ran.
    }
}

/// <summary>The figures of one cluster.</summary>
internal sealed class ReplayedCluster
{
    public IReadOnlyList<PowerStep> Power { get; set; } = [];
    public List<BusyStop> BusyStops { get; } = [];
    public int Warnings { get; set; }
    public int WorkersRestored { get; set; }

    public int StartsByHand => Power.Count(step => step is { State: KnownPower.Up, Cause: Cause.Manual, ForHold: false });
}
