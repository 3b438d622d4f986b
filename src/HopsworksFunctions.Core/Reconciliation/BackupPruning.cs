using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// The deletion of the app's oldest backups of a cluster, above the number to keep, in the run that sees a newer one. A backup that cannot
/// be deleted waits until the next backup.
/// </summary>
internal static class BackupPruning
{
    // After a lower `keep`, the rest is deleted after the next backups.
    private const int MaxPerRun = 10;

    public static async Task PruneAsync(RunContext run, IHopsworksClient hopsworks, ILogger logger, CancellationToken cancellationToken)
    {
        if (run.Backups is null)
            return;
        foreach (var report in run.Clusters)
        {
            if (run.Backups.GetValueOrDefault(report.Cluster.Id) is { } listed && HasNewBackup(report))
                await PruneAsync(run, report, listed, hopsworks, logger, cancellationToken);
        }
    }

    private static bool HasNewBackup(ClusterReport report) =>
        report is { Error: null, DryRun: false, Freeze: null, Before.Backup.IsInFlight: true, Decision.Record.Backup.Step: BackupStep.Made }
            && !Actionability.IsUnmanaged(report.Decision.Rule, report.Decision.Record, out _);

    private static async Task PruneAsync(
        RunContext run, ClusterReport report, IReadOnlyList<Backup> listed, IHopsworksClient hopsworks, ILogger logger,
        CancellationToken cancellationToken)
    {
        if (report.Decision.Rule!.Backup is not { } policy)
            return;
        var deleted = new List<string>();
        try
        {
            foreach (var backup in Backups.Excess(report.Decision.Record, policy, listed).Take(MaxPerRun))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await BackupAudit.DeletingAsync(run.Audit, report, backup, AuditStep.Intent, null, cancellationToken);
                var answer = await hopsworks.DeleteBackupAsync(backup.Id, cancellationToken);
                var failure = answer.Failure is { Kind: not FailureKind.NotFound } real ? real : null;
                RunLog.Pruned(logger, report.Cluster.Name, backup.Name, failure?.Message);
                var step = failure is null ? AuditStep.Accepted : failure.MayHaveHappened ? AuditStep.Uncertain : AuditStep.Failed;
                await BackupAudit.DeletingAsync(run.Audit, report, backup, step, failure?.Message, cancellationToken);
                if (failure is null)
                    deleted.Add(backup.Id);
            }
            var left = Backups.Without(report.Decision.Record, deleted, listed);
            report.Decision = report.Decision with { Record = left };
            await run.State.SaveAsync(left, cancellationToken);
        }
        catch (Exception e) when (e is StateUnavailableException or StateConflictException)
        {
            // This does not justify a stop of the run. A deleted backup is no longer listed after the next backup.
            RunLog.Pruned(logger, report.Cluster.Name, "", e.Message);
        }
    }
}
