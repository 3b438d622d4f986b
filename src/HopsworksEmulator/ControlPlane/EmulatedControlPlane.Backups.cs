namespace HopsworksEmulator.ControlPlane;

/// <summary>A backup at one instant, in the API's words: <c>pending</c>, <c>processing</c>, <c>succeed</c>, <c>failed</c>, <c>deleting</c>.</summary>
public sealed record EmulatedBackup(
    string BackupId, string BackupName, string ClusterId, DateTimeOffset CreatedOn, string CloudProvider, string State, string StateMessage);

public sealed partial class EmulatedControlPlane
{
    private readonly Dictionary<string, (Timeline<EmulatedBackup> Timeline, EmulatedCluster Source)> backups = [];

    /// <summary>Backs up a running cluster, which has its backup pipeline in progress meanwhile; the backup is not found at first.</summary>
    public Reply CreateBackup(string clusterId, string name)
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
                var backup = new Timeline<EmulatedBackup>(null);
                backup.Plan(now + Timings.BackupLag, _ => new(id, name, clusterId, now, cluster.Provider, "pending", ""), isTransition: true);
                backup.Plan(now + Timings.BackupLag + Timings.Backup * 0.2, there => there! with { State = "processing", StateMessage = "backup in progress" }, isTransition: true);
                backup.Plan(end, there => there! with { State = "succeed", StateMessage = "backup completed" }, isTransition: true);
                backups[id] = (backup, cluster);
                timeline.Set(cluster with { BackupPipelineInProgress = true }, endsTransition: false);
                timeline.Plan(end, there => there is null ? null : there with { BackupPipelineInProgress = false }, isTransition: false);
            });
        return reply.Accepted ? reply with { Id = id } : reply;
    }

    /// <summary>All backups, or those of one cluster.</summary>
    public IReadOnlyList<EmulatedBackup> ListBackups(string? clusterId = null)
    {
        lock (gate)
        {
            var now = Now;
            return [.. backups.Values.Select(backup => backup.Timeline.At(now)).OfType<EmulatedBackup>()
                .Where(backup => clusterId is null || backup.ClusterId == clusterId)];
        }
    }

    /// <summary>One backup; null when there is none, or not yet.</summary>
    public EmulatedBackup? GetBackup(string id)
    {
        lock (gate)
            return backups.TryGetValue(id, out var backup) ? backup.Timeline.At(Now) : null;
    }

    public Reply DeleteBackup(string id)
    {
        lock (gate)
        {
            if (GetBackup(id) is not { } backup)
                return Reply.NoBackup;
            if (backup.State is not ("succeed" or "failed"))
                return Reply.BadRequest($"backup cannot be deleted, current state is {backup.State}");
            var timeline = backups[id].Timeline;
            timeline.Set(backup with { State = "deleting", StateMessage = "" }, endsTransition: true);
            timeline.Plan(Now + Timings.DeleteBackup, _ => null, isTransition: true);
            return Reply.Done;
        }
    }

    /// <summary>Creates a cluster like the one that was backed up, as <paramref name="change"/> makes it differ.</summary>
    public Reply Restore(string backupId, Func<EmulatedCluster, EmulatedCluster> change)
    {
        lock (gate)
        {
            if (GetBackup(backupId) is not { } backup)
                return Reply.NoBackup;
            return backup.State == "succeed"
                ? Create(change(backups[backupId].Source))
                : Reply.BadRequest($"backup cannot be restored, current state is {backup.State}");
        }
    }
}
