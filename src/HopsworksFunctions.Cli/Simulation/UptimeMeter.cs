using HopsworksEmulator.ControlPlane;
using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>A meter for the time that each cluster was up or down. Starting and stopping count as up.</summary>
internal sealed class UptimeMeter
{
    private readonly EmulatedControlPlane controlPlane;
    private readonly VirtualTime time;
    private readonly SortedSet<Instant> stopEnds = [];
    private readonly Dictionary<string, ClusterTotals> totals = [];
    private IReadOnlyList<EmulatedCluster> seen;

    public UptimeMeter(EmulatedControlPlane controlPlane, VirtualTime time)
    {
        (this.controlPlane, this.time, seen) = (controlPlane, time, controlPlane.List());
        foreach (var cluster in seen)
            totals[cluster.Id] = new(IsUp(cluster), time.Now);
    }

    /// <summary>The totals until now.</summary>
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

    /// <summary>Records that a stop ends after a duration. The meter observes that instant even if no tick falls on it.</summary>
    public void ExpectStopEnd(Duration duration) => stopEnds.Add(time.Now + duration);

    public void AdvanceTo(Instant instant)
    {
        while (stopEnds.Count > 0 && stopEnds.Min <= instant)
        {
            var at = stopEnds.Min;
            stopEnds.Remove(at);
            time.AdvanceTo(at);
            Observe();
        }
        time.AdvanceTo(instant);
        Observe();
    }

    /// <summary>Observes the clusters. Their previous state counts until now.</summary>
    public void Observe()
    {
        var now = controlPlane.List();
        if (ReferenceEquals(now, seen))
            return;
        if (now.Count != seen.Count || now.Any(cluster => !totals.ContainsKey(cluster.Id)))
            AddAndEnd(now);
        for (var i = 0; i < now.Count; i++)
        {
            if (i >= seen.Count || !ReferenceEquals(now[i], seen[i]))
                totals[now[i].Id].Count(IsUp(now[i]), time.Now);
        }
        seen = now;
    }

    /// <summary>Starts counting new clusters, and stops counting deleted ones.</summary>
    private void AddAndEnd(IReadOnlyList<EmulatedCluster> now)
    {
        foreach (var cluster in now.Where(cluster => !totals.ContainsKey(cluster.Id)))
            totals.Add(cluster.Id, new(IsUp(cluster), time.Now));
        foreach (var gone in seen.ExceptBy(now.Select(cluster => cluster.Id), cluster => cluster.Id))
            totals[gone.Id].End(time.Now);
    }

    public void Count(SimulatedCall call)
    {
        if (call.Accepted && totals.TryGetValue(call.Cluster, out var cluster))
            cluster.Count(call.Call);
    }

    private static bool IsUp(EmulatedCluster cluster) => cluster.State is not (ClusterStates.Stopped or ClusterStates.ExternallyStopped);

    private double Hours(Func<ClusterTotals, Duration> of) => totals.Values.Aggregate(Duration.Zero, (sum, c) => sum + of(c)).TotalHours;
}

/// <summary>The totals of a cluster.</summary>
internal sealed class ClusterTotals(bool isUp, Instant since)
{
    private Instant since = since;
    private bool isOver;

    public bool IsUp { get; private set; } = isUp;
    public Duration Up { get; private set; }
    public Duration Down { get; private set; }
    public int Stops { get; private set; }
    public int Starts { get; private set; }

    public void Count(bool isUpNow, Instant now)
    {
        if (isOver)
            return;
        (Up, Down) = IsUp ? (Up + (now - since), Down) : (Up, Down + (now - since));
        (IsUp, since) = (isUpNow, now);
    }

    /// <summary>Counts until now, and ends the count.</summary>
    public void End(Instant now)
    {
        Count(isUpNow: false, now);
        isOver = true;
    }

    public void Count(string call) => (Stops, Starts) = (Stops + (call == "stop" ? 1 : 0), Starts + (call == "start" ? 1 : 0));
}

/// <summary>The totals of a simulation; only accepted calls count.</summary>
internal sealed record SimulationTotals(
    double HoursUp, double HoursDown, int Stops, int Starts, IReadOnlyDictionary<string, ClusterTotals> Clusters)
{
    /// <summary>The stops that were late or never came.</summary>
    public StopTotals Late { get; init; } = StopTotals.None;
}
