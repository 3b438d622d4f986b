using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>The audit entries about backups that are not about a call's intent or answer.</summary>
internal static class BackupAudit
{
    /// <summary>What this run found of a backup that an earlier one requested.</summary>
    public static IEnumerable<AuditEntry> Of(AuditTrail trail, ClusterReport report)
    {
        if (report.Before?.Backup is not { IsInFlight: true } before || report.Decision.Record.Backup is not { } after || before == after)
            yield break;
        var had = after.Id is not null;
        if (before.Step == BackupStep.Sent)
            yield return About(trail, report, AuditKind.Backup, $"the request for backup {after.Name} {(had ? "took" : "had no")} effect, "
                + "as the list of backups shows") with { Step = had ? AuditStep.Accepted : AuditStep.Failed };
        if (after.Step is BackupStep.Made or BackupStep.Failed)
        {
            var result = after.Step == BackupStep.Made ? "was made" : $"failed: {after.Why}";
            yield return About(trail, report, AuditKind.BackupEnded, $"backup {after.Name} of {report.Cluster.Name} {result}");
        }
    }

    public static Task DeletingAsync(
        AuditTrail trail, ClusterReport report, Backup backup, AuditStep step, string? answer, CancellationToken cancellationToken) =>
        trail.IsRead
            ? trail.AppendAsync(
                About(trail, report, AuditKind.DeleteBackup, $"deleting backup {backup.Name} of {report.Cluster.Name}, because rule "
                    + $"'{report.Decision.Rule!.Name}' keeps {report.Decision.Rule.Backup!.Keep}") with { Step = step, Answer = answer },
                cancellationToken)
            : Task.CompletedTask;

    private static AuditEntry About(AuditTrail trail, ClusterReport report, AuditKind kind, string message) =>
        trail.Entry(kind, message) with
        {
            ClusterId = report.Cluster.Id,
            ClusterName = report.Cluster.Name,
            Rule = report.Decision.Rule?.Name,
        };
}
