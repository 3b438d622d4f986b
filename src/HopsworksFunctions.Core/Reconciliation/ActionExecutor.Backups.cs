using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.Reconciliation;

internal sealed partial class ActionExecutor
{
    private async ValueTask<ClusterRecord> BackUpAsync(ClusterReport report, ClusterRecord intent, CancellationToken cancellationToken)
    {
        var answer = await CreateBackupAsync(intent, cancellationToken);
        if (answer.Succeeded)
        {
            report.Done = ActionOutcome.Accepted;
            return Backups.Accepted(intent, answer.Value);
        }
        if (answer.Failure.MayHaveHappened)
        {
            report.Done = ActionOutcome.Uncertain;
            report.Error = $"{SentenceText.End(answer.Failure.Message)} A later run checks whether the backup is being made";
            return intent;
        }
        // A rejected key says nothing about the backup, so the record stays as it was before the intent.
        return Fail(report, answer.Failure.Message, answer.Failure) ? report.Decision.Record
            : Backups.Failed(intent, answer.Failure.Message, Now);
    }

    /// <summary>
    /// Requests the backup, or finds it by its name if an earlier call or this one took effect although the answer was lost.
    /// </summary>
    /// <returns>The backup's ID, or why it is unknown whether there is a backup.</returns>
    private async Task<ApiResult<string>> CreateBackupAsync(ClusterRecord intent, CancellationToken cancellationToken)
    {
        var backup = intent.Backup!;
        if (backup.LastSent != backup.SentAt)
        {
            var (id, failure) = await FindAsync();
            if (id is not null)
                return id;
            if (failure is not null)
                return new ApiFailure(FailureKind.NoAnswer, failure.Message);
        }
        var answer = await hopsworks.CreateBackupAsync(intent.ClusterId, backup.Name, cancellationToken);
        return answer is { Failure.MayHaveHappened: true } && (await FindAsync()).Id is { } found ? found : answer;

        async Task<(string? Id, ApiFailure? Failure)> FindAsync()
        {
            var listed = await hopsworks.ListBackupsAsync(intent.ClusterId, cancellationToken);
            return (listed.Value?.FirstOrDefault(b => b.ClusterId == intent.ClusterId && b.Name == backup.Name)?.Id, listed.Failure);
        }
    }
}
