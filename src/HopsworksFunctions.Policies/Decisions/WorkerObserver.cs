using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>Updates a record's worker nodes: those to remember, and those to restore.</summary>
internal static class WorkerObserver
{
    /// <summary>The time for which missing spot nodes still count.</summary>
    public static readonly Duration SpotMemory = Duration.FromDays(7);

    /// <summary>
    /// Returns the worker nodes to restore after a start; null if there are none, or if a person both stopped and started the cluster
    /// outside the app.
    /// </summary>
    /// <param name="record">The record while the cluster was stopped.</param>
    /// <param name="ours">Whether the app sent the start, for a person or for a policy.</param>
    public static IReadOnlyList<WorkerGroup>? OwedAfterStart(ClusterRecord record, bool ours) =>
        ours || WasStoppedByApp(record) ? WorkerSet.Union(record.Workers, record.SettledWorkers ?? []) : null;

    // Records of earlier versions lack the field, but list workers to restore after a stop by the app.
    public static bool WasStoppedByApp(ClusterRecord record) =>
        record.StoppedByApp ?? (record.StoppedFor is not null || record.Workers is not null);

    /// <summary>Updates the record of a running or stopped cluster, after any change of power was applied.</summary>
    public static ClusterRecord Observe(ClusterRecord record, Cluster cluster, Instant now)
    {
        // A pending stop may be deleting the workers already.
        if (record.Power != PowerState.Up || record.Pending is not null)
            return record;
        if (cluster.Autoscale is not null)
            return record is { Workers: null, SettledWorkers: null, SeenWorkers: null, SpotLoss: null } ? record
                : record with { Workers = null, SettledWorkers = null, SeenWorkers = null, SpotLoss = null };
        if (record is { Workers: null, SpotLoss: null, SettledWorkers: { } settled } && WorkerSet.AreSame(settled, cluster.Workers))
            return record;
        var present = WorkerSet.Of(cluster.Workers);
        if (record.Workers is { } owed)
        {
            if (WorkerSet.Missing(owed, present).Count > 0 && !IsChangedByHand(record.SeenWorkers, present, owed))
                return record.SeenWorkers is { } seen && WorkerSet.AreSame(seen, present) ? record : record with { SeenWorkers = present };
            record = record with { Workers = null, SeenWorkers = null };
        }
        return cluster.UpgradeInProgress ? record : Settled(record, present, now);
    }

    private static ClusterRecord Settled(ClusterRecord record, IReadOnlyList<WorkerGroup> present, Instant now)
    {
        var known = record.SettledWorkers;
        if (known is not null && WorkerSet.AreSame(known, present))
            return record.SpotLoss is null ? record : record with { SpotLoss = null };
        var kept = known is null ? present : WithLostSpot(known, present);
        if (ReferenceEquals(kept, present) || now >= record.SpotLoss + SpotMemory)
            return record with { SettledWorkers = present, SpotLoss = null };
        return record.SpotLoss is not null && WorkerSet.AreSame(known!, kept) ? record
            : record with { SettledWorkers = kept, SpotLoss = record.SpotLoss ?? now };
    }

    /// <summary>Returns the present nodes plus missing spot nodes; the same instance if none are missing or others replaced them.</summary>
    private static IReadOnlyList<WorkerGroup> WithLostSpot(IReadOnlyList<WorkerGroup> known, IReadOnlyList<WorkerGroup> present)
    {
        var spot = known.Where(g => g.Spot is not null).ToList();
        // Evicted nodes come back unchanged; more of another kind are a manual change.
        var hasGrown = WorkerSet.Missing([.. present.Where(g => g.Spot is not null)], spot).Count > 0;
        return hasGrown || WorkerSet.Missing(spot, present).Count == 0 ? present : WorkerSet.Union(present, spot) ?? [];
    }

    /// <summary>
    /// Returns whether a person changed the nodes: on-demand nodes are gone, or there are more than the restore adds. Neither a restore nor
    /// an eviction does that.
    /// </summary>
    private static bool IsChangedByHand(
        IReadOnlyList<WorkerGroup>? before, IReadOnlyList<WorkerGroup> present, IReadOnlyList<WorkerGroup> owed) =>
        before is not null && (WorkerSet.Missing([.. before.Where(g => g.Spot is null)], present).Count > 0
            || WorkerSet.Missing(present, WorkerSet.Union(owed, before) ?? []).Count > 0);
}
