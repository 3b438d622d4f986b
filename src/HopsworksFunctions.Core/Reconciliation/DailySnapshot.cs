using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>Keeps a daily snapshot of the state where it survives the loss of the state, and finds out that the state was lost.</summary>
internal static class DailySnapshot
{
    /// <summary>Takes the day's snapshot, once, in the first run of an hour. A failure is stored for the next run to report.</summary>
    public static async Task TakeAsync(AccountState state, AccountStorage storage, Instant now, CancellationToken cancellationToken)
    {
        if (storage.Snapshots is not { } snapshots || !state.IsFirstOfHour(now) || IsEmpty(state))
            return;
        string? problem = null;
        try
        {
            await TakeAsync(snapshots, state, storage.Accounts.Account, now, cancellationToken);
        }
        catch (StateUnavailableException e)
        {
            problem = TextSanitizer.Shorten(e.Message);
        }
        if (problem != state.SnapshotProblem)
            await state.SetSnapshotProblemAsync(problem, cancellationToken);
    }

    /// <summary>
    /// Notes that the state is lost if it has nothing although there are snapshots, and freezes the account for an hour, because nobody
    /// knows which clusters were held. What a person never answered is over when the last snapshot is.
    /// </summary>
    /// <exception cref="StateUnavailableException">The snapshots cannot be listed, so nobody knows.</exception>
    public static async Task FindLossAsync(AccountState state, AccountStorage storage, Instant now, CancellationToken cancellationToken)
    {
        if (state.Lost is { } known && now - known.Since >= Duration.FromDays(StateSnapshot.KeptDays))
            await state.SetLostAsync(null, cancellationToken);
        if (storage.Snapshots is { } snapshots && state.Lost is null && state.Runs.Count == 0 && IsEmpty(state)
            && await snapshots.ListAsync(cancellationToken) is [var latest, ..])
        {
            var lost = new LostState(latest.Day, now);
            await state.SetLostAsync(lost, cancellationToken);
            if (state.Freezes.All(freeze => freeze.Rule is not null))
                await state.SaveAsync(lost.Freeze, cancellationToken);
        }
    }

    private static async Task TakeAsync(
        ISnapshotStore snapshots, AccountState state, string account, Instant now, CancellationToken cancellationToken)
    {
        var today = now.InUtc().Date;
        var stored = await snapshots.ListAsync(cancellationToken);
        if (stored.Any(snapshot => snapshot.Day == today))
            return;
        await snapshots.SaveAsync(today, StateSnapshot.Of(state, account, now).ToJson(), cancellationToken);
        foreach (var old in stored.Where(snapshot => snapshot.Day < today.PlusDays(-StateSnapshot.KeptDays)))
            await snapshots.DeleteAsync(old.Day, cancellationToken);
    }

    private static bool IsEmpty(AccountState state) => state.Records.Count == 0 && state.Holds.Count == 0;
}
