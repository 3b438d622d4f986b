using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>A meter for late stops: those blocked by the stop limit, and stops by schedule that have to wait.</summary>
internal sealed class StopMeter
{
    /// <summary>The reasons that keep a cluster running after its stop time, in a few words each.</summary>
    public static readonly IReadOnlyDictionary<Reason, string> Waits = new Dictionary<Reason, string>
    {
        [Reason.Held] = "hold", [Reason.ManualHold] = "manual start period", [Reason.Draining] = "draining",
        [Reason.MinUptime] = "minimum uptime", [Reason.NewClusterGrace] = "grace period", [Reason.BackupInProgress] = "backup",
        [Reason.BackingUp] = "backup before the stop", [Reason.UpgradeInProgress] = "upgrade", [Reason.NotActionable] = "not stoppable",
    };

    private readonly List<BlockedStop> blocked = [];
    private readonly Dictionary<string, int> open = [];
    private readonly Dictionary<string, Reason> waiting = [];
    private readonly SortedDictionary<Reason, int> avoided = [];
    private readonly SortedDictionary<Reason, int> delayed = [];

    /// <summary>The stops until now. Stops that still wait count as avoided.</summary>
    public StopTotals Totals
    {
        get
        {
            var all = new SortedDictionary<Reason, int>(avoided);
            foreach (var reason in waiting.Values)
                Count(all, reason);
            return new(blocked, all, delayed);
        }
    }

    public void Observe(RunReport report, Instant now)
    {
        foreach (var cluster in report.Clusters.Where(c => !c.DryRun))
        {
            ObserveLimit(cluster, now);
            ObserveWait(cluster, now);
        }
    }

    private void ObserveLimit(ClusterReport cluster, Instant now)
    {
        var (id, reason) = (cluster.Cluster.Id, cluster.Decision.Reason);
        if (reason is not (Reason.LimitReached or Reason.IdleLimit))
        {
            if (open.Remove(id, out var index))
                blocked[index] = blocked[index] with { Until = now };
        }
        else if (open.TryAdd(id, blocked.Count))
        {
            blocked.Add(new(now, id, cluster.Cluster.Name, reason == Reason.IdleLimit));
        }
    }

    private void ObserveWait(ClusterReport cluster, Instant now)
    {
        var (id, decision) = (cluster.Cluster.Id, cluster.Decision);
        var isLate = decision.Record.Power == PowerState.Up && decision.Rule?.Schedule is { } schedule && !schedule.IsUp(now);
        if (isLate && decision.Action != ClusterAction.Stop)
        {
            if (Waits.ContainsKey(decision.Reason))
                waiting[id] = decision.Reason;
        }
        else if (waiting.Remove(id, out var reason))
        {
            Count(isLate ? delayed : avoided, reason);
        }
    }

    private static void Count(SortedDictionary<Reason, int> counts, Reason reason) => counts[reason] = counts.GetValueOrDefault(reason) + 1;
}

/// <param name="IsIdle">Whether the cluster is idle. Idle stops are spread over runs, not blocked until a person allows them.</param>
internal sealed record BlockedStop(Instant At, string Cluster, string Name, bool IsIdle)
{
    /// <summary>The time of the first run in which the limit did not block the stop; null if there was none.</summary>
    public Instant? Until { get; init; }
}

/// <param name="Avoided">The number of stops by schedule that never came, by the last reason that kept the cluster running.</param>
/// <param name="Delayed">The number of stops by schedule that came later, by that reason.</param>
internal sealed record StopTotals(
    IReadOnlyList<BlockedStop> Blocked, IReadOnlyDictionary<Reason, int> Avoided, IReadOnlyDictionary<Reason, int> Delayed)
{
    public static readonly StopTotals None = new([], new Dictionary<Reason, int>(), new Dictionary<Reason, int>());
}
