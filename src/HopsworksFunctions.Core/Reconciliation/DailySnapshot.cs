using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>Daily snapshots of the state, stored where they survive its loss, and the detection of such a loss.</summary>
internal static class DailySnapshot
{
    /// <summary>
    /// Takes the day's snapshot, once. A failure is stored for the next run to report, and the snapshot is retried every hour.
    /// </summary>
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
    /// Records that the state is lost if it is empty although there are snapshots, and freezes the account for an hour, because nobody
    /// knows which clusters had holds. Without a person's answer, the loss is forgotten once the last snapshot has expired.
    /// </summary>
    /// <exception cref="StateUnavailableException">The snapshots cannot be listed, so it is unknown whether the state is lost.</exception>
    public static async Task FindLossAsync(AccountState state, AccountStorage storage, Instant now, CancellationToken cancellationToken)
    {
        if (state.Lost is { } known && now - known.Since >= Duration.FromDays(StateSnapshot.KeptDays))
            await state.SetLostAsync(null, cancellationToken);
        if (storage.Snapshots is { } snapshots && state.Lost is null && state.Runs.Count == 0 && IsEmpty(state)
            && await snapshots.ListAsync(cancellationToken) is [var latest, ..])
        {
            var lost = new LostState(latest.Day, now);
            // The freeze is saved first, so if the run dies in between, the next run still finds the loss.
            if (state.Freezes.All(freeze => freeze.Rule is not null))
                await state.SaveAsync(lost.Freeze, cancellationToken);
            await state.SetLostAsync(lost, cancellationToken);
        }
    }

    /// <summary>Takes a snapshot, but keeps an existing one of the same day, which a lost state may have forgotten.</summary>
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
