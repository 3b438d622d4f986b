using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// The audit of missing results of audited intents, taken from the clusters' records where possible. It reads only entries since the last
/// finished run, which are few unless a run died, and only the newest of them.
/// </summary>
internal static class IntentRecovery
{
    // The margin covers clock differences between machines.
    private static readonly Duration Margin = Duration.FromMinutes(5);

    /// <summary>
    /// The time to look back if no last run is known, so that a lost document does not make a run read a year. The clusters already show
    /// the effect of earlier calls.
    /// </summary>
    public static readonly Duration Reach = Duration.FromHours(24);

    private const int PerPage = 500;

    /// <summary>The number of pages that a run reads, enough for more actions than any fleet has between two runs.</summary>
    public const int MaxPages = 20;

    public static async Task ResolveAsync(
        IAuditLog audit, AuditTrail trail, AccountState state, Instant now, CancellationToken cancellationToken)
    {
        var from = state.LastRun is { } last ? Instant.FromDateTimeOffset(last.StartedAt) - Margin : now - Reach;
        var query = new AuditQuery(From: from, Limit: PerPage)
        {
            Kinds = [AuditKind.Stop, AuditKind.Start, AuditKind.AddWorkers, AuditKind.Backup, AuditKind.DeleteBackup],
        };
        var answered = new HashSet<(string? Cluster, AuditKind Kind)>();
        for (var pages = 0; pages < MaxPages; pages++)
        {
            var page = await audit.ReadAsync(query, cancellationToken);
            // Entries are newest first, so a result precedes its intent.
            foreach (var entry in page.Entries)
            {
                if (entry.Step is AuditStep.Accepted or AuditStep.Failed or AuditStep.Uncertain)
                    answered.Add((entry.ClusterId, entry.Kind));
                else if (entry.Step == AuditStep.Intent && !answered.Remove((entry.ClusterId, entry.Kind)))
                    await ResolveAsync(entry, trail, state, cancellationToken);
            }
            if (page.Next is null)
                return;
            query = query with { After = page.Next };
        }
    }

    private static Task ResolveAsync(AuditEntry intent, AuditTrail trail, AccountState state, CancellationToken cancellationToken) =>
        intent.Kind == AuditKind.DeleteBackup ? trail.ResolvedAsync(
            intent, AuditStep.Uncertain, "outcome unknown: the app looks again after the next backup", cancellationToken)
        : (state.Records.GetValueOrDefault(intent.ClusterId!), AuditTrail.ActionOf(intent.Kind)) switch
        {
            (null, _) => trail.ResolvedAsync(
                intent, AuditStep.Uncertain, "outcome unknown: the cluster's record was lost", cancellationToken),
            ({ Pending: { } pending }, var action) when pending.RunId == intent.RunId && pending.Action == action =>
                // An intent without an answer is resolved later, when the cluster shows the result.
                pending.Answer == CallAnswer.Accepted
                    ? trail.ResolvedAsync(intent, AuditStep.Accepted, "accepted by Hopsworks.ai, according "
                        + "to the cluster's record", cancellationToken)
                    : Task.CompletedTask,
            ({ Backup: { } backup }, ClusterAction.Backup) when backup.RunId == intent.RunId && backup.Step != BackupStep.Failed =>
                // As above, an intent without an answer is resolved when the list of backups shows the result.
                backup.Step == BackupStep.Sent ? Task.CompletedTask
                    : trail.ResolvedAsync(
                        intent, AuditStep.Accepted, "accepted by Hopsworks.ai, according to the cluster's record", cancellationToken),
            _ => trail.ResolvedAsync(intent, AuditStep.Failed,
                "not sent, or failed: the run ended before it could write the result", cancellationToken),
        };
}
