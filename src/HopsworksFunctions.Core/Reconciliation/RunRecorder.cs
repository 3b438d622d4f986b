using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>The step of a run between deciding and acting.</summary>
internal static class RunRecorder
{
    /// <summary>
    /// Reports and stores observations, decisions and stop warnings before any action, so a run that dies does not lose them.
    /// </summary>
    public static async Task RecordAsync(RunContext run, AccountStorage storage, CancellationToken cancellationToken)
    {
        if (storage.Policies is { } policies)
            await HistoryRecorder.RecordAsync(run, policies, cancellationToken);
        if (storage.Activity is { } activity)
            await HistoryRecorder.RecordAsync(run, activity, cancellationToken);
        var happenings = Happenings.Of(run.Clusters, run.Unlisted, run.Incidents, run.Now);
        await run.Outbox.TellAsync(RunEvents.BeforeActions(run.Clusters, happenings, run.State, run.Policies, run.Now), cancellationToken);
        await run.Incidents.TellAsync(happenings, cancellationToken);
        foreach (var some in run.Clusters.Where(IsChanged).Chunk(PowerChangeAuditor.MaxAtOnce))
            await RecordAsync(run, some, cancellationToken);
        await run.PowerChanges.TellGoneAsync(run.Unlisted, run.Now, cancellationToken);
    }

    private static bool IsChanged(ClusterReport cluster) =>
        cluster.Decision.Warning is not null || !ReferenceEquals(cluster.Decision.Record, cluster.Before);

    /// <summary>
    /// Stores the audit entries before the records, so that a run that dies in between leaves the changes for the next run. If a cluster's
    /// data cannot be stored, only that cluster fails, and the run does not act on it.
    /// </summary>
    private static async Task RecordAsync(RunContext run, ClusterReport[] clusters, CancellationToken cancellationToken)
    {
        var entries = new List<IReadOnlyList<AuditEntry>>(clusters.Length);
        foreach (var cluster in clusters)
            entries.Add(await EntriesAsync(run, cluster, cancellationToken));
        var refusals = await run.Audit.AppendGroupsAsync(entries, cancellationToken);
        var audited = new List<ClusterReport>(clusters.Length);
        foreach (var (cluster, refusal) in clusters.Zip(refusals))
        {
            if (refusal is not null)
                cluster.Fail(refusal.Message);
            else
                audited.Add(cluster);
        }
        foreach (var cluster in audited.Where(cluster => cluster.Decision.Warning is not null))
        {
            var sentence = $"{cluster.Cluster.Name} {cluster.Decision.ExplainWarning(run.Now)}.";
            run.Incidents.Tell(new(EventKind.Warn, cluster.Cluster.Id, false, sentence));
        }
        var failures = await run.State.SaveAllAsync([.. audited.Select(cluster => cluster.Decision.Record)], cancellationToken);
        foreach (var (cluster, failure) in audited.Zip(failures))
        {
            if (failure is not null)
                cluster.Fail(failure.Message);
        }
    }

    private static async ValueTask<IReadOnlyList<AuditEntry>> EntriesAsync(
        RunContext run, ClusterReport cluster, CancellationToken cancellationToken)
    {
        if (!run.Audit.IsRead)
            return [];
        var known = cluster.Before;
        var entries = new List<AuditEntry>();
        if (known?.Pending is { Answer: not CallAnswer.Accepted } intent && cluster.Decision.Record.Pending is null
            && await run.Audit.ResultOfAsync(cluster, intent, cancellationToken) is { } result)
            entries.Add(result);
        if (run.PowerChanges.Of(known, cluster, run.Now) is { } change)
            entries.Add(change);
        entries.AddRange(BackupAudit.Of(run.Audit, cluster));
        if (cluster.Decision.Warning is not null)
            entries.Add(run.Audit.Warning(cluster));
        return entries;
    }
}
