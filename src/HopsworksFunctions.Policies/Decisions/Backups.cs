using System.Text.RegularExpressions;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Language;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The naming, sending, tracking and pruning of backups. Pure, like <see cref="PolicyEngine"/>.</summary>
public static partial class Backups
{
    // For up to a minute after an accepted call, Hopsworks.ai may not show the backup.
    private static readonly Duration Lag = Duration.FromMinutes(2);

    // These are long enough for a call with a lost answer to show on the cluster, and for an accepted backup to be listed.
    private static readonly Duration Settling = Duration.FromMinutes(10);
    private static readonly Duration Unlisted = Duration.FromMinutes(30);

    private static readonly InstantPattern NameTime = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmm'Z'");

    /// <summary>Returns whether a backup has a name of the kind that the app gives.</summary>
    public static bool IsNamedByApp(string name) => Names().IsMatch(name);

    /// <summary>
    /// Returns the record to store before the call. A call with a lost answer is repeated under the same name, which is searched for first.
    /// </summary>
    public static ClusterRecord Intent(Decision decision, string runId, Instant now)
    {
        var (record, due) = (decision.Record, decision.Since!.Value);
        if (record.Backup is { Step: BackupStep.Lost } lost && lost.For == due)
            return record with { Backup = lost with { Step = BackupStep.Sent, RunId = runId, LastSent = now } };
        var unique = Fingerprint.Of([record.ClusterId, runId])[..8];
        var name = $"hopsworks-functions-{NameTime.Format(now)}-{unique}";
        return record with
        {
            Backup = new(due, name, now, BackupStep.Sent) { RunId = runId, Reason = decision.Reason, Rule = decision.Rule!.Name },
        };
    }

    public static ClusterRecord Accepted(ClusterRecord record, string id) =>
        record with { Backup = record.Backup! with { Step = BackupStep.Accepted, Id = id } };

    /// <param name="why">The reason, for people.</param>
    public static ClusterRecord Failed(ClusterRecord record, string why, Instant now) =>
        record with { Backup = record.Backup! with { Step = BackupStep.Failed, Why = why, EndedAt = now } };

    /// <summary>Shows the backup that the app just requested as in progress, even if Hopsworks.ai does not show it yet.</summary>
    public static Cluster Shown(Cluster cluster, ClusterRecord record, Instant now) =>
        record.Backup is { IsInFlight: true } ours && now < ours.LastSent + Lag && !cluster.BackupPipelineInProgress
            ? cluster with { BackupPipelineInProgress = true }
            : cluster;

    /// <summary>Returns whether the result of the app's backup may be listed by now.</summary>
    public static bool NeedsListing(ClusterRecord? record, Cluster cluster) =>
        record is { Backup.IsInFlight: true } && !cluster.BackupPipelineInProgress;

    /// <summary>Returns the record with the result of the app's backup; the same instance if it is not known yet.</summary>
    /// <param name="listed">The backups of at least this cluster.</param>
    public static ClusterRecord Observed(ClusterRecord record, Cluster cluster, IReadOnlyList<Backup> listed, Instant now)
    {
        if (!NeedsListing(record, cluster) || record.Backup is not { } ours)
            return record;
        var found = listed.FirstOrDefault(b => b.ClusterId == cluster.Id && (ours.Id is { } id ? b.Id == id : b.Name == ours.Name));
        return found switch
        {
            null => NotListed(record, ours, now),
            { State: BackupState.Succeeded } => record with
            {
                Backup = ours with { Id = found.Id, Step = BackupStep.Made, EndedAt = now },
                Backups = [.. record.Backups ?? [], found.Id],
            },
            { State: BackupState.InProgress } => ours.Id is null ? Accepted(record, found.Id) : record,
            _ => Failed(Accepted(record, found.Id), found.Message ?? $"its state is {found.StateText}", now),
        };
    }

    /// <summary>
    /// Returns the oldest of the app's own backups of a cluster above the number to keep. Only backups in its record with the app's name
    /// count.
    /// </summary>
    public static IReadOnlyList<Backup> Excess(ClusterRecord record, BackupPolicy policy, IReadOnlyList<Backup> listed)
    {
        var own = listed.Where(b => b.ClusterId == record.ClusterId && b.State == BackupState.Succeeded && IsNamedByApp(b.Name))
            .ToLookup(b => b.Id);
        var made = (record.Backups ?? []).SelectMany(id => own[id]).ToList();
        return [.. made.Take(made.Count - policy.Keep)];
    }

    /// <summary>Returns the record without backups that were deleted or are no longer listed.</summary>
    public static ClusterRecord Without(ClusterRecord record, IReadOnlyCollection<string> deleted, IReadOnlyList<Backup> listed)
    {
        var left = (record.Backups ?? []).Where(id => !deleted.Contains(id) && listed.Any(b => b.Id == id)).ToList();
        return left.Count == (record.Backups?.Count ?? 0) ? record : record with { Backups = left.Count == 0 ? null : left };
    }

    private static ClusterRecord NotListed(ClusterRecord record, BackupRecord ours, Instant now) =>
        ours.Id is null
            ? now < ours.LastSent + Settling ? record
                : ours.LastSent == ours.SentAt ? record with { Backup = ours with { Step = BackupStep.Lost } }
                : Failed(record, "the answers to the request were lost, and Hopsworks.ai lists no such backup", now)
            : now < ours.LastSent + Unlisted ? record
            : Failed(record, "Hopsworks.ai accepted the request, but lists no such backup", now);

    [GeneratedRegex("^hopsworks-functions-[0-9]{8}T[0-9]{4}Z-[0-9a-f]{8}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
