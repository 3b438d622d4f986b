using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// Audits once each time a cluster starts running, stops or disappears. Uptime and savings are computed from these entries.
/// </summary>
internal sealed class PowerChangeAuditor(AuditTrail trail, AccountState state)
{
    /// <param name="before">The record as the run found it; null when the cluster is first seen.</param>
    public async Task TellAsync(ClusterRecord? before, ClusterReport report, Instant now, CancellationToken cancellationToken)
    {
        var record = report.Decision.Record;
        if (ReferenceEquals(before, record) || record.Power is not { } power || record.Unsettled is not null)
            return;
        if (before?.Power is null || before.Gone is not null)
            await trail.PowerAsync(report, power, null, Cause.Unknown, null, cancellationToken);
        else if (before.Power != power)
            await ChangedAsync(before, report, power, now, cancellationToken);
        else if (power == PowerState.Down && before.Unsettled is not null)
            // Nobody can tell whether the cluster ran, and cost money, in between.
            await trail.PowerAsync(report, power, null, Cause.Unknown, LastSeen(before, now), cancellationToken);
    }

    /// <param name="unlisted">The records of clusters that are not listed.</param>
    public async Task TellGoneAsync(IReadOnlyList<ClusterRecord> unlisted, Instant now, CancellationToken cancellationToken)
    {
        foreach (var record in unlisted.Where(r => r.Gone is null))
        {
            await trail.VanishedAsync(record, LastSeen(record, now), cancellationToken);
            await state.SaveAsync(record with { Gone = now, Warning = null }, cancellationToken);
        }
    }

    /// <summary>The records of known clusters that are not listed now.</summary>
    public IReadOnlyList<ClusterRecord> NotAmong(IReadOnlyList<ClusterReport> listed)
    {
        var ids = listed.Select(c => c.Cluster.Id).ToHashSet();
        return [.. state.Records.Values.Where(r => !ids.Contains(r.ClusterId))];
    }

    private Task ChangedAsync(
        ClusterRecord before, ClusterReport report, PowerState power, Instant now, CancellationToken cancellationToken)
    {
        var action = power == PowerState.Up ? ClusterAction.Start : ClusterAction.Stop;
        var ours = before.Pending is { } pending && pending.Action == action ? pending : null;
        var late = report.Decision.Record is var after && ours is null ? after.StartedFor ?? after.StoppedFor : null;
        var isOfPolicies = ours is { IsOfPolicies: true } || late is not (null or Reason.HoldUp or Reason.HoldDown);
        var cause = isOfPolicies ? Cause.Policy : Cause.Manual;
        return trail.PowerAsync(report, power, ours, cause, ours?.SentAt ?? LastSeen(before, now), cancellationToken);
    }

    /// <summary>The start of the last run that saw the cluster, before this run and before the cluster was unsettled.</summary>
    private Instant LastSeen(ClusterRecord before, Instant now)
    {
        var limit = before.Unsettled ?? now;
        var run = state.Runs.FirstOrDefault(
            r => r.Outcome is RunOutcome.Ok or RunOutcome.Partial && Instant.FromDateTimeOffset(r.StartedAt) < limit);
        return run is null ? limit : Instant.FromDateTimeOffset(run.StartedAt);
    }
}
