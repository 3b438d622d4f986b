using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>A cluster's record from a snapshot, combined with the record that the app made after it lost the first.</summary>
public static class RestoredRecord
{
    /// <summary>Returns whether a record was made after a snapshot was taken, because the app had none.</summary>
    public static bool IsNewer(ClusterRecord seen, Instant takenAt) => seen.FirstSeen is { } first ? first > takenAt : seen.Power is null;

    /// <summary>
    /// Returns the record to continue with: the one from the snapshot if the app has only seen the cluster unchanged, otherwise the newer
    /// one with the older one's worker nodes to restore. Start times in between count as handled, as for a first-seen cluster.
    /// </summary>
    /// <param name="kept">The record from the snapshot.</param>
    /// <param name="seen">The record made since; null if no run has seen the cluster.</param>
    public static ClusterRecord Of(ClusterRecord kept, ClusterRecord? seen, Instant now)
    {
        if (seen is null)
            return Aged(kept, now) with { Handled = Later(kept.Handled, now) };
        if (!HasActed(seen) && (seen.Power is null || seen.Power == kept.Power))
            return WithBackups(Aged(kept, now) with { Name = seen.Name, Handled = Later(kept.Handled, seen.Handled ?? now) }, kept, seen);
        var owed = seen.Workers ?? Owed(kept, seen);
        return WithBackups(seen, kept, seen) with
        {
            FirstSeen = kept.FirstSeen,
            Starts = seen.Starts ?? kept.Starts,
            UnforeseenStop = seen.UnforeseenStop ?? kept.UnforeseenStop,
            Workers = owed,
            SeenWorkers = ReferenceEquals(owed, seen.Workers) ? seen.SeenWorkers : null,
        };
    }

    /// <summary>Drops facts that are stale by now, such as idle samples, plans, and an action that must be over.</summary>
    private static ClusterRecord Aged(ClusterRecord kept, Instant now) => ClusterObserver.Unobserved(kept) with
    {
        Pending = kept.Pending is { } pending && !pending.WatchIsOver(now) ? pending : null,
    };

    /// <summary>Keeps the backups of both records, with those made since as the newer ones.</summary>
    private static ClusterRecord WithBackups(ClusterRecord record, ClusterRecord kept, ClusterRecord seen) => record with
    {
        Backup = seen.Backup ?? kept.Backup,
        Backups = seen.Backups is null ? kept.Backups : [.. (kept.Backups ?? []).Except(seen.Backups), .. seen.Backups],
    };

    private static bool HasActed(ClusterRecord seen) =>
        seen is { Pending: not null } or { StartedFor: not null } or { StoppedFor: not null } or { StoppedByApp: true };

    /// <summary>Returns null if the app has seen worker nodes since, because they are as someone wants them.</summary>
    private static IReadOnlyList<Clusters.WorkerGroup>? Owed(ClusterRecord kept, ClusterRecord seen) =>
        seen.SettledWorkers is [_, ..] ? null
            : kept.Power == PowerState.Down ? WorkerObserver.OwedAfterStart(kept, ours: HasActed(seen))
            : WorkerSet.Union(kept.Workers, kept.SettledWorkers ?? []);

    private static Instant Later(Instant? one, Instant other) => one is { } known ? Instant.Max(known, other) : other;
}
