using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// The audit entries about clusters that start running, stop or disappear, one for each time. Uptime and savings are computed from them.
/// </summary>
internal sealed class PowerChangeAuditor(AuditTrail trail, AccountState state)
{
    /// <summary>
    /// The number of clusters that are audited before their records are stored, which is the most that a table takes at once. If a run dies
    /// in between, the next run audits these again.
    /// </summary>
    public const int MaxAtOnce = 100;

    /// <summary>Returns the entry about a cluster that started running or stopped; null if it did neither.</summary>
    /// <param name="before">The record at the start of the run; null if the cluster is first seen.</param>
    public AuditEntry? Of(ClusterRecord? before, ClusterReport report, Instant now)
    {
        var record = report.Decision.Record;
        if (ReferenceEquals(before, record) || record.Power is not { } power || record.Unsettled is not null)
            return null;
        if (before?.Power is null || before.Gone is not null)
            return trail.Power(report, power, null, Cause.Unknown, null);
        if (before.Power != power)
            return OfChange(before, report, power, now);
        // It is unknown whether the cluster ran, and cost money, in between.
        return power == PowerState.Down && before.Unsettled is not null
            ? trail.Power(report, power, null, Cause.Unknown, LastSeen(before, now))
            : null;
    }

    /// <inheritdoc cref="Of"/>
    public Task TellAsync(ClusterRecord? before, ClusterReport report, Instant now, CancellationToken cancellationToken) =>
        Of(before, report, now) is { } entry ? trail.AppendAsync(entry, cancellationToken) : Task.CompletedTask;

    /// <param name="unlisted">The records of clusters that are not listed.</param>
    public async Task TellGoneAsync(IReadOnlyList<ClusterRecord> unlisted, Instant now, CancellationToken cancellationToken)
    {
        foreach (var some in unlisted.Where(r => r.Gone is null).Chunk(MaxAtOnce))
        {
            await trail.AppendAllAsync(some.Select(record => trail.Deleted(record, LastSeen(record, now))), cancellationToken);
            (await state.SaveAllAsync([.. some.Select(r => r with { Gone = now, Warning = null })], cancellationToken)).ThrowFirst();
        }
    }

    /// <summary>Returns the records of known clusters that are not listed now.</summary>
    public IReadOnlyList<ClusterRecord> NotAmong(IReadOnlyList<ClusterReport> listed)
    {
        // In the usual case, every record belongs to a listed cluster.
        if (listed.Count(cluster => cluster.Before is not null) == state.Records.Count)
            return [];
        var ids = listed.Select(c => c.Cluster.Id).ToHashSet();
        return [.. state.Records.Values.Where(r => !ids.Contains(r.ClusterId))];
    }

    private AuditEntry OfChange(ClusterRecord before, ClusterReport report, PowerState power, Instant now)
    {
        var action = power == PowerState.Up ? ClusterAction.Start : ClusterAction.Stop;
        var ours = before.Pending is { } pending && pending.Action == action ? pending : null;
        var late = report.Decision.Record is var after && ours is null ? after.StartedFor ?? after.StoppedFor : null;
        var isOfPolicies = ours is { IsOfPolicies: true } || late is not (null or Reason.HoldUp or Reason.HoldDown);
        var cause = isOfPolicies ? Cause.Policy : Cause.Manual;
        return trail.Power(report, power, ours, cause, ours?.SentAt ?? LastSeen(before, now));
    }

    /// <summary>Returns the start of the last run that saw the cluster, before this run and before the cluster was unsettled.</summary>
    private Instant LastSeen(ClusterRecord before, Instant now)
    {
        var limit = before.Unsettled ?? now;
        var run = state.Runs.FirstOrDefault(
            r => r.Outcome is RunOutcome.Ok or RunOutcome.Partial && Instant.FromDateTimeOffset(r.StartedAt) < limit);
        return run is null ? limit : Instant.FromDateTimeOffset(run.StartedAt);
    }
}
