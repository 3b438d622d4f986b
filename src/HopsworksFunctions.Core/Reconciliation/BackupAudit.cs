using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>The audit entries about backups, except the intents and answers of calls to create one.</summary>
internal static class BackupAudit
{
    /// <summary>Returns the entries about a backup that an earlier run requested.</summary>
    public static IEnumerable<AuditEntry> Of(AuditTrail trail, ClusterReport report)
    {
        if (report.Before?.Backup is not { IsInFlight: true } before || report.Decision.Record.Backup is not { } after || before == after)
            yield break;
        var had = after.Id is not null;
        if (before.Step == BackupStep.Sent)
        {
            var effect = $"the request for backup {after.Name} {(had ? "took" : "had no")} effect, as the list of backups shows";
            var step = had ? AuditStep.Accepted : AuditStep.Failed;
            yield return About(trail, report, AuditKind.Backup, effect) with { Step = step };
        }
        if (after.Step is BackupStep.Made or BackupStep.Failed)
        {
            var result = after.Step == BackupStep.Made ? "was made" : $"failed: {after.Why}";
            yield return About(trail, report, AuditKind.BackupEnded, $"backup {after.Name} of {report.Cluster.Name} {result}");
        }
    }

    /// <param name="answer">The answer of Hopsworks.ai; null if there is nothing to report.</param>
    public static Task DeletingAsync(
        AuditTrail trail, ClusterReport report, Backup backup, AuditStep step, string? answer, CancellationToken cancellationToken)
    {
        if (!trail.IsRead)
            return Task.CompletedTask;
        var rule = report.Decision.Rule!;
        var message = $"deleting backup {backup.Name} of {report.Cluster.Name}, because rule '{rule.Name}' keeps {rule.Backup!.Keep}";
        var entry = About(trail, report, AuditKind.DeleteBackup, message) with { Step = step, Answer = answer };
        return trail.AppendAsync(entry, cancellationToken);
    }

    private static AuditEntry About(AuditTrail trail, ClusterReport report, AuditKind kind, string message) =>
        trail.Entry(kind, message) with
        {
            ClusterId = report.Cluster.Id,
            ClusterName = report.Cluster.Name,
            Rule = report.Decision.Rule?.Name,
        };
}
