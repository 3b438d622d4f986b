using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// The removal of expired holds and freezes, records of clusters that are long gone, and old audit entries, and the closing of past days; a
/// limited number per run.
/// </summary>
internal sealed class Retention(AccountState state, AccountStorage storage, AuditTrail trail)
{
    /// <summary>The time that the record of an unlisted cluster is kept, for reports and in case the cluster comes back.</summary>
    public static readonly Duration OfGoneClusters = Duration.FromDays(90);

    /// <summary>A year, and some days to look back on it.</summary>
    public static readonly Duration OfAudit = Duration.FromDays(400);

    private static readonly Duration Gap = Duration.FromDays(1);

    /// <param name="unlisted">The records of known clusters that are not listed.</param>
    public async Task ApplyAsync(IReadOnlyList<ClusterRecord> unlisted, Instant now, CancellationToken cancellationToken)
    {
        // After a gap, the app may have been off or the clock may be wrong, and a removal cannot be undone.
        if (Observation.LastOf(state) is not { } last || now - last >= Gap)
            return;
        foreach (var hold in state.Holds.Select(kept => kept.Value).Where(h => !h.InForce(now)).ToList())
        {
            await trail.HoldOverAsync(hold, state.Records.GetValueOrDefault(hold.ClusterId)?.Name, cancellationToken);
            await UnlessChangedAsync(state.RemoveHoldAsync(hold.ClusterId, cancellationToken));
        }
        foreach (var freeze in state.Freezes.Where(f => !f.InForce(now)))
            await UnlessChangedAsync(state.RemoveAsync(freeze, cancellationToken));
        foreach (var record in unlisted.Where(r => r.Gone + OfGoneClusters <= now))
        {
            if (state.Holds.ContainsKey(record.ClusterId))
                await UnlessChangedAsync(state.RemoveHoldAsync(record.ClusterId, cancellationToken));
            await state.RemoveRecordAsync(record.ClusterId, cancellationToken);
        }
        // Once an hour is enough for any fleet.
        if (state.IsFirstOfHour(now))
        {
            await storage.Audit.PruneAsync(now - OfAudit, cancellationToken);
            if (storage.History is { } history)
                await history.CloseDaysAsync(now, now - OfAudit, cancellationToken);
            if (storage.Activity is { } activity)
                await activity.PruneAsync(now, cancellationToken);
            if (storage.Policies is { } policies)
                await policies.PruneAsync(now, cancellationToken);
        }
    }

    private static async Task UnlessChangedAsync(Task removal)
    {
        try
        {
            await removal;
        }
        catch (StateConflictException)
        {
            // Someone set a new hold or freeze since this run began.
        }
    }
}
