using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>Keeps a daily snapshot of the state where it survives the loss of the state, and finds out that the state was lost.</summary>
internal static class DailySnapshot
{
    /// <summary>Takes the day's snapshot, once. A failure is stored for the next run to report, and tried again in the next hour.</summary>
    public static async Task TakeAsync(AccountState state, AccountStorage storage, Instant now, CancellationToken cancellationToken)
    {
        var today = now.InUtc().Date;
        if (storage.Snapshots is not { } snapshots || state.SnapshotDay == today || IsEmpty(state)
            || state.SnapshotProblem is not null && !state.IsFirstOfHour(now))
            return;
        string problem;
        try
        {
            await TakeAsync(snapshots, StateSnapshot.Of(state, storage.Accounts.Account, now), today, cancellationToken);
            await state.SetSnapshotDayAsync(today, cancellationToken);
            return;
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
            // A run that dies in between leaves the loss for the next one to find.
            if (state.Freezes.All(freeze => freeze.Rule is not null))
                await state.SaveAsync(lost.Freeze, cancellationToken);
            await state.SetLostAsync(lost, cancellationToken);
        }
    }

    /// <summary>Leaves one that there is, because a lost state may have forgotten that.</summary>
    private static async Task TakeAsync(
        ISnapshotStore snapshots, StateSnapshot snapshot, LocalDate today, CancellationToken cancellationToken)
    {
        var stored = await snapshots.ListAsync(cancellationToken);
        if (stored.Any(known => known.Day == today))
            return;
        await snapshots.SaveAsync(today, snapshot.ToJson(), cancellationToken);
        foreach (var old in stored.Where(known => known.Day < today.PlusDays(-StateSnapshot.KeptDays)))
            await snapshots.DeleteAsync(old.Day, cancellationToken);
    }

    private static bool IsEmpty(AccountState state) => state.Records.Count == 0 && state.Holds.Count == 0;
}
