using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>What a sight of a cluster tells of its worker nodes: which to remember, and which are still owed.</summary>
internal static class WorkerObserver
{
    /// <summary>How long spot nodes that vanished are still counted.</summary>
    public static readonly Duration SpotMemory = Duration.FromDays(7);

    /// <summary>
    /// What a cluster that comes up is to have again; null when a person both stopped and started it, or there is nothing.
    /// </summary>
    /// <param name="record">As it was while the cluster was down.</param>
    /// <param name="ours">Whether a start of ours brought it up, a person's wish included.</param>
    public static IReadOnlyList<WorkerGroup>? OwedAfterStart(ClusterRecord record, bool ours) =>
        ours || WasStoppedByApp(record) ? WorkerSet.Union(record.Workers, record.SettledWorkers ?? []) : null;

    // Records of earlier versions do not say so, but owe workers after a stop of ours.
    public static bool WasStoppedByApp(ClusterRecord record) =>
        record.StoppedByApp ?? (record.StoppedFor is not null || record.Workers is not null);

    /// <summary>The record of a cluster that runs or is stopped, after the change of power that there may have been.</summary>
    public static ClusterRecord Observe(ClusterRecord record, Cluster cluster, Instant now)
    {
        // Not while a stop of ours may still be under way, which deletes them.
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

    /// <summary>
    /// What is there, with the larger counts of spot groups that shrank; the same instance when none did, or others took their place.
    /// </summary>
    private static IReadOnlyList<WorkerGroup> WithLostSpot(IReadOnlyList<WorkerGroup> known, IReadOnlyList<WorkerGroup> present)
    {
        var spot = known.Where(g => g.Spot is not null).ToList();
        // Evicted nodes come back as they were; more of another kind are a person's choice.
        var hasGrown = WorkerSet.Missing([.. present.Where(g => g.Spot is not null)], spot).Count > 0;
        return hasGrown || WorkerSet.Missing(spot, present).Count == 0 ? present : WorkerSet.Union(present, spot) ?? [];
    }

    /// <summary>Nodes that went, spot nodes aside, or came beyond what is owed: neither our restoring nor an eviction does that.</summary>
    private static bool IsChangedByHand(
        IReadOnlyList<WorkerGroup>? before, IReadOnlyList<WorkerGroup> present, IReadOnlyList<WorkerGroup> owed) =>
        before is not null && (WorkerSet.Missing([.. before.Where(g => g.Spot is null)], present).Count > 0
            || WorkerSet.Missing(present, WorkerSet.Union(owed, before) ?? []).Count > 0);
}
