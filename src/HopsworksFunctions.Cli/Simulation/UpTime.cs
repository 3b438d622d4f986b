using HopsworksEmulator.ControlPlane;
using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>Adds up how long each cluster was up (its machines run, also while starting or stopping) and down.</summary>
internal sealed class UpTime
{
    private readonly EmulatedControlPlane controlPlane;
    private readonly VirtualTime time;
    private readonly SortedSet<Instant> foreseen = [];
    private readonly SortedDictionary<string, ClusterTotals> totals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> isUp = [];
    private Instant last;

    public UpTime(EmulatedControlPlane controlPlane, VirtualTime time)
    {
        (this.controlPlane, this.time, last) = (controlPlane, time, time.Now);
        foreach (var cluster in controlPlane.List())
            totals[cluster.Id] = new();
        Observe();
    }

    public SimulationTotals Totals => new(
        Hours(c => c.Up), Hours(c => c.Down), totals.Values.Sum(c => c.Stops), totals.Values.Sum(c => c.Starts), totals);

    /// <summary>A stop that has begun is over after this time, which no tick may fall on.</summary>
    public void Foresee(Duration duration) => foreseen.Add(time.Now + duration);

    public void AdvanceTo(Instant instant)
    {
        while (foreseen.Count > 0 && foreseen.Min <= instant)
        {
            var at = foreseen.Min;
            foreseen.Remove(at);
            time.AdvanceTo(at);
            Observe();
        }
        time.AdvanceTo(instant);
        Observe();
    }

    /// <summary>Counts the time since the last look by what the clusters were then.</summary>
    public void Observe()
    {
        var passed = time.Now - last;
        last = time.Now;
        foreach (var (id, cluster) in totals)
        {
            if (passed > Duration.Zero && isUp.TryGetValue(id, out var up))
                cluster.Add(up, passed);
        }
        foreach (var cluster in controlPlane.List())
            isUp[cluster.Id] = cluster.State is not (ClusterStates.Stopped or ClusterStates.ExternallyStopped);
    }

    public void Count(SimulatedCall call)
    {
        if (call.Accepted && totals.TryGetValue(call.Cluster, out var cluster))
            cluster.Count(call.Call);
    }

    private double Hours(Func<ClusterTotals, Duration> of) => totals.Values.Aggregate(Duration.Zero, (sum, c) => sum + of(c)).TotalHours;
}

/// <summary>What a cluster came to in a simulation.</summary>
internal sealed class ClusterTotals
{
    public Duration Up { get; private set; }
    public Duration Down { get; private set; }
    public int Stops { get; private set; }
    public int Starts { get; private set; }

    public void Add(bool up, Duration passed) => (Up, Down) = up ? (Up + passed, Down) : (Up, Down + passed);

    public void Count(string call) => (Stops, Starts) = (Stops + (call == "stop" ? 1 : 0), Starts + (call == "start" ? 1 : 0));
}

/// <summary>What the whole simulation came to; calls count when Hopsworks accepted them.</summary>
internal sealed record SimulationTotals(double HoursUp, double HoursDown, int Stops, int Starts, IReadOnlyDictionary<string, ClusterTotals> Clusters);
