namespace HopsworksEmulator.ControlPlane;

/// <summary>A backup at one instant.</summary>
/// <param name="State"><c>pending</c>, <c>processing</c>, <c>succeed</c>, <c>failed</c> or <c>deleting</c>.</param>
public sealed record EmulatedBackup(
    string BackupId,
    string BackupName,
    string ClusterId,
    DateTimeOffset CreatedOn,
    string CloudProvider,
    string State,
    string StateMessage);

public sealed partial class EmulatedControlPlane
{
    private readonly Dictionary<string, (TransitionTimeline<EmulatedBackup> Timeline, EmulatedCluster Source)> backups = [];

    private readonly HashSet<string> failing = [];

    /// <summary>Makes the next backup of a cluster fail.</summary>
    public void FailNextBackup(string clusterId)
    {
        lock (gate)
            failing.Add(clusterId);
    }

    /// <summary>Backs up a running cluster. The backup is not found at first.</summary>
    public ControlPlaneResult CreateBackup(string clusterId, string name)
    {
        var id = Guid.NewGuid().ToString();
        var reply = Act(
            clusterId,
            timeline => UnlessIn(timeline, ClusterStates.Running)
                ?? (timeline.Current!.BackupPipelineInProgress ? "another backup of the cluster is in progress"
                    : timeline.Current.BackupRetentionPeriod == 0 ? "backups are disabled for the cluster"
                    : null),
            (timeline, now) =>
            {
                var cluster = timeline.Current!;
                var end = now + Timings.BackupLag + Timings.Backup;
                var backup = new TransitionTimeline<EmulatedBackup>(null);
                var begin = now + Timings.BackupLag;
                Then(begin, _ => new(id, name, clusterId, now, cluster.Provider, "pending", ""));
                Then(begin + Timings.Backup * 0.2, there => there! with { State = "processing", StateMessage = "backup in progress" });
                var (state, message) = failing.Remove(clusterId) ? ("failed", "the backup failed") : ("succeed", "backup completed");
                Then(end, there => there! with { State = state, StateMessage = message });
                backups[id] = (backup, cluster);
                timeline.Set(cluster with { BackupPipelineInProgress = true }, endsTransition: false);
                timeline.Plan(end, there => there is null ? null : there with { BackupPipelineInProgress = false }, isTransition: false);

                void Then(DateTimeOffset at, Func<EmulatedBackup?, EmulatedBackup> change) => backup.Plan(at, change, isTransition: true);
            });
        return reply.Accepted ? reply with { Id = id } : reply;
    }

    /// <summary>Returns all backups, or those of one cluster.</summary>
    public IReadOnlyList<EmulatedBackup> ListBackups(string? clusterId = null)
    {
        lock (gate)
        {
            var now = Now;
            return [.. backups.Values.Select(backup => backup.Timeline.At(now)).OfType<EmulatedBackup>()
                .Where(backup => clusterId is null || backup.ClusterId == clusterId)];
        }
    }

    /// <summary>Returns one backup; null if it does not exist, or not yet.</summary>
    public EmulatedBackup? GetBackup(string id)
    {
        lock (gate)
            return backups.TryGetValue(id, out var backup) ? backup.Timeline.At(Now) : null;
    }

    public ControlPlaneResult DeleteBackup(string id)
    {
        lock (gate)
        {
            if (GetBackup(id) is not { } backup)
                return ControlPlaneResult.NoBackup;
            if (backup.State is not ("succeed" or "failed"))
                return ControlPlaneResult.BadRequest($"backup cannot be deleted, current state is {backup.State}");
            var timeline = backups[id].Timeline;
            timeline.Set(backup with { State = "deleting", StateMessage = "" }, endsTransition: true);
            timeline.Plan(Now + Timings.DeleteBackup, _ => null, isTransition: true);
            return ControlPlaneResult.Done;
        }
    }

    /// <summary>Creates a changed copy of the cluster in a backup.</summary>
    public ControlPlaneResult Restore(string backupId, Func<EmulatedCluster, EmulatedCluster> change)
    {
        lock (gate)
        {
            if (GetBackup(backupId) is not { } backup)
                return ControlPlaneResult.NoBackup;
            return backup.State == "succeed"
                ? Create(change(backups[backupId].Source))
                : ControlPlaneResult.BadRequest($"backup cannot be restored, current state is {backup.State}");
        }
    }
}
