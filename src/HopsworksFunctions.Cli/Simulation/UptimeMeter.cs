using HopsworksEmulator.ControlPlane;
using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>Adds up how long each cluster was up (its machines run, also while starting or stopping) and down.</summary>
internal sealed class UptimeMeter
{
    private readonly EmulatedControlPlane controlPlane;
    private readonly VirtualTime time;
    private readonly SortedSet<Instant> foreseen = [];
    private readonly Dictionary<string, ClusterTotals> totals = [];
    private IReadOnlyList<EmulatedCluster> seen;

    public UptimeMeter(EmulatedControlPlane controlPlane, VirtualTime time)
    {
        (this.controlPlane, this.time, seen) = (controlPlane, time, controlPlane.List());
        foreach (var cluster in seen)
            totals[cluster.Id] = new(IsUp(cluster), time.Now);
    }

    /// <summary>What has come together until now.</summary>
    public SimulationTotals Totals
    {
        get
        {
            foreach (var cluster in totals.Values)
                cluster.Count(cluster.IsUp, time.Now);
            return new(
                Hours(c => c.Up), Hours(c => c.Down), totals.Values.Sum(c => c.Stops), totals.Values.Sum(c => c.Starts),
                new SortedDictionary<string, ClusterTotals>(totals, StringComparer.Ordinal));
        }
    }

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

    /// <summary>Looks at what the clusters are now; what they were counts until now.</summary>
    public void Observe()
    {
        var now = controlPlane.List();
        for (var i = 0; i < now.Count; i++)
        {
            // No scenario takes clusters away or adds any, so their places in the listing stay.
            if (!ReferenceEquals(now[i], seen[i]))
                totals[now[i].Id].Count(IsUp(now[i]), time.Now);
        }
        seen = now;
    }

    public void Count(SimulatedCall call)
    {
        if (call.Accepted && totals.TryGetValue(call.Cluster, out var cluster))
            cluster.Count(call.Call);
    }

    private static bool IsUp(EmulatedCluster cluster) => cluster.State is not (ClusterStates.Stopped or ClusterStates.ExternallyStopped);

    private double Hours(Func<ClusterTotals, Duration> of) => totals.Values.Aggregate(Duration.Zero, (sum, c) => sum + of(c)).TotalHours;
}

/// <summary>What a cluster came to in a simulation.</summary>
internal sealed class ClusterTotals(bool isUp, Instant since)
{
    private Instant since = since;

    public bool IsUp { get; private set; } = isUp;
    public Duration Up { get; private set; }
    public Duration Down { get; private set; }
    public int Stops { get; private set; }
    public int Starts { get; private set; }

    public void Count(bool isUpNow, Instant now)
    {
        (Up, Down) = IsUp ? (Up + (now - since), Down) : (Up, Down + (now - since));
        (IsUp, since) = (isUpNow, now);
    }

    public void Count(string call) => (Stops, Starts) = (Stops + (call == "stop" ? 1 : 0), Starts + (call == "start" ? 1 : 0));
}

/// <summary>What the whole simulation came to; calls count when Hopsworks accepted them.</summary>
internal sealed record SimulationTotals(
    double HoursUp, double HoursDown, int Stops, int Starts, IReadOnlyDictionary<string, ClusterTotals> Clusters);
