using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// Forgets what is over: holds past their end, records of clusters that are long gone, and old audit entries, a bounded number in one
/// run.
/// </summary>
internal sealed class Retention(AccountState state, IAuditLog log, AuditTrail trail)
{
    /// <summary>How long a cluster that is listed no longer is remembered, for reports and in case it comes back.</summary>
    public static readonly Duration OfGoneClusters = Duration.FromDays(90);

    /// <summary>A year, and some days to look back on it.</summary>
    public static readonly Duration OfAudit = Duration.FromDays(400);

    public async Task ApplyAsync(Instant now, CancellationToken cancellationToken)
    {
        foreach (var hold in state.Holds.Values.Where(h => !h.InForce(now)).ToList())
        {
            await trail.HoldOverAsync(hold, state.Records.GetValueOrDefault(hold.ClusterId)?.Name, cancellationToken);
            await RemoveAsync(hold.ClusterId, cancellationToken);
        }
        foreach (var record in state.Records.Values.Where(r => r.Gone + OfGoneClusters <= now).ToList())
        {
            if (state.Holds.ContainsKey(record.ClusterId))
                await RemoveAsync(record.ClusterId, cancellationToken);
            await state.RemoveRecordAsync(record.ClusterId, cancellationToken);
        }
        // Often enough, and keeps up with any fleet.
        if (state.IsFirstOfHour(now))
            await log.PruneAsync(now - OfAudit, cancellationToken);
    }

    private async Task RemoveAsync(string clusterId, CancellationToken cancellationToken)
    {
        try
        {
            await state.RemoveHoldAsync(clusterId, cancellationToken);
        }
        catch (StateConflictException)
        {
            // A person has set another hold since this run began.
        }
    }
}
