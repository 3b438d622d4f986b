using HopsworksFunctions.Core.Policies.Decisions;
using HopsworksFunctions.Core.State;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>Ends and forgets, in its time, what is of no more use: incidents and intents of clusters that are gone, their records, expired holds, and old audit.</summary>
internal sealed class Retention(AccountState state, IncidentBook book, AuditTrail trail, IAuditLog audit)
{
    /// <summary>How long a cluster that is no longer listed is remembered.</summary>
    public static readonly Duration OfRecords = Duration.FromDays(90);

    public static readonly Duration OfAudit = Duration.FromDays(400);

    public async Task ApplyAsync(Instant now, CancellationToken cancellationToken)
    {
        foreach (var record in state.Records.Select(r => r.Value).Where(r => r.Gone is not null).ToList())
            await SettleAsync(record, now, cancellationToken);
        foreach (var hold in state.Holds.Select(h => h.Value).Where(h => !h.InForce(now)).ToList())
            await ExpireAsync(hold, cancellationToken);
        await audit.PruneAsync(now - OfAudit, cancellationToken);
    }

    private async Task SettleAsync(ClusterRecord gone, Instant now, CancellationToken cancellationToken)
    {
        foreach (var kind in Incidents.OfClusters)
            await book.SetAsync(kind, gone.ClusterId, null, now, cancellationToken);
        if (gone.Pending is { } pending && pending.WatchIsOver(now))
        {
            if (pending.Answer != CallAnswer.Accepted)
                await trail.VanishedAsync(gone, pending, cancellationToken);
            gone = gone with { Pending = null, NotFollowed = null };
            await state.SaveAsync(gone, cancellationToken);
        }
        if (now < gone.Gone + OfRecords)
            return;
        await trail.ForgottenAsync(gone, cancellationToken);
        await state.RemoveHoldAsync(gone.ClusterId, cancellationToken);
        await state.RemoveRecordAsync(gone.ClusterId, cancellationToken);
    }

    private async Task ExpireAsync(Hold hold, CancellationToken cancellationToken)
    {
        await state.RereadHoldAsync(hold.ClusterId, cancellationToken);
        if (state.Holds.GetValueOrDefault(hold.ClusterId) != hold)
            return;
        await trail.ExpiredAsync(hold, state.Records.GetValueOrDefault(hold.ClusterId)?.Name, cancellationToken);
        try
        {
            await state.RemoveHoldAsync(hold.ClusterId, cancellationToken);
        }
        catch (StateConflictException)
        {
            // A person has just set another.
        }
    }
}
