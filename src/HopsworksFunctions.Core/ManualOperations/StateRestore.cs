using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Language;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Extensions;
using NodaTime.Text;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>
/// Restores a lost state from one of its daily snapshots, even after runs have started a new state, and audits the restore.
/// </summary>
public sealed partial class StateRestore(
    AccountStorage storage, ISnapshotStore snapshots, TimeProvider time, ILogger<StateRestore> logger)
{
    /// <summary>Returns the stored snapshots, newest first, and the loss of the state if a run has found it.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public async Task<SnapshotList> ListAsync(CancellationToken cancellationToken) => new(
        await snapshots.ListAsync(cancellationToken), (await storage.Accounts.LoadReadOnlyAsync(cancellationToken)).Lost);

    /// <summary>
    /// Restores a snapshot into an account that has no records, or only records made since its state was lost. If it fails, repeating it
    /// completes the restore.
    /// </summary>
    /// <param name="day">The day of the snapshot; null for the latest one before the loss.</param>
    /// <exception cref="StateUnavailableException">A part of the snapshot may have been restored.</exception>
    /// <exception cref="StateConflictException">
    /// A hold or freeze was changed at the same time. A part of the snapshot may have been restored.
    /// </exception>
    public Task<OperationResult<RestoredState>> RestoreAsync(
        LocalDate? day, Requester requester, bool dryRun, CancellationToken cancellationToken) => AloneAsync(
            "restore", requester, dryRun, (state, stop) => RestoreAsync(state, day, requester, dryRun, stop), cancellationToken);

    /// <summary>Withdraws the offer to restore a lost state. Changes nothing if there is none.</summary>
    /// <exception cref="StateUnavailableException">The offer may still be open.</exception>
    public Task<OperationResult<RestoredState>> KeepAsync(Requester requester, bool dryRun, CancellationToken cancellationToken) =>
        AloneAsync("keep", requester, dryRun, async (state, stop) =>
        {
            var lost = state.Lost;
            if (lost is not null && !dryRun)
            {
                var message = $"{requester.Name} kept the state that the app has made since {lost.Since}, when the earlier one was lost";
                await AuditAsync(requester, message, stop);
                await EndLossAsync(state, stop);
            }
            return new RestoredState(null, lost is not null);
        }, cancellationToken);

    private async Task<OperationResult<RestoredState>> AloneAsync(
        string verb, Requester requester, bool dryRun,
        Func<AccountState, CancellationToken, Task<OperationResult<RestoredState>>> act, CancellationToken cancellationToken)
    {
        if (dryRun)
            return await act(await storage.Accounts.LoadReadOnlyAsync(cancellationToken), cancellationToken);
        var attempt = await storage.Leases.WaitAsync($"{requester.Trigger} {verb} by {requester.Name}", time, cancellationToken);
        if (attempt.Lease is not { } lease)
            return attempt.Refusal();
        await using (lease)
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
            try
            {
                return await act(await storage.Accounts.LoadAsync(both.Token), both.Token);
            }
            catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                return new OperationError(
                    OperationErrorKind.AnotherRun, "The request lost its lease before it finished. Repeat it to complete it.");
            }
        }
    }

    private async Task<OperationResult<RestoredState>> RestoreAsync(
        AccountState state, LocalDate? day, Requester requester, bool dryRun, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(state, day, cancellationToken);
        if (!read.Succeeded)
            return read.Error;
        var (chosen, snapshot) = read.Value;
        if (state.Lost is null && (state.Records.Count > 0 || state.Holds.Count > 0))
        {
            return new OperationError(
                OperationErrorKind.StateNotEmpty,
                $"The state of '{storage.Accounts.Account}' is not lost: it has {CountText.Of(state.Records.Count, "record")} and "
                + $"{CountText.Of(state.Holds.Count, "hold")}. A snapshot can only be restored into an account without any.");
        }
        var plan = new RestorePlan(snapshot, state, Now);
        if (!dryRun)
            await ApplyAsync(plan, state, chosen, snapshot, requester, cancellationToken);
        return new RestoredState(chosen, true)
        {
            TakenAt = snapshot.TakenAt,
            Records = plan.Records.Count,
            Left = plan.Left,
            Holds = [.. plan.Holds.Select(hold => snapshot.NameOf(hold.ClusterId)).Order(StringComparer.Ordinal)],
            Freezes = plan.Freezes.Count,
            Incidents = plan.Incidents.Count,
        };
    }

    private async Task ApplyAsync(
        RestorePlan plan, AccountState state, LocalDate day, StateSnapshot snapshot, Requester requester,
        CancellationToken cancellationToken)
    {
        var message = $"{requester.Name} restored the state of {snapshot.TakenAt}: {CountText.Of(plan.Records.Count, "record")}, "
            + $"{CountText.Of(plan.Holds.Count, "hold")}, {CountText.Of(plan.Freezes.Count, "freeze")} and "
            + $"{CountText.Of(plan.Incidents.Count, "incident")}";
        await AuditAsync(requester, message, cancellationToken);
        try
        {
            // As long as this is set, a restore that failed halfway can be repeated.
            await state.SetLostAsync(state.Lost ?? new(day, Now), cancellationToken);
            await plan.ApplyAsync(state, cancellationToken);
            await EndLossAsync(state, cancellationToken);
        }
        catch (Exception e) when (e is StateConflictException or StateUnavailableException)
        {
            await storage.Audit.AppendAsync(
                Entry(requester, message) with { Step = AuditStep.Failed, Answer = e.Message }, cancellationToken);
            throw;
        }
    }

    private static async Task EndLossAsync(AccountState state, CancellationToken cancellationToken)
    {
        foreach (var freeze in state.Freezes.Where(LostState.IsCauseOf))
            await state.RemoveAsync(freeze, cancellationToken);
        await state.SetLostAsync(null, cancellationToken);
    }

    /// <summary>Reads the whole snapshot first, so that a refusal does not leave a partial restore.</summary>
    private async Task<OperationResult<ChosenSnapshot>> ReadAsync(AccountState state, LocalDate? day, CancellationToken cancellationToken)
    {
        var stored = await snapshots.ListAsync(cancellationToken);
        var chosen = day ?? state.Lost?.Snapshot ?? (stored is [var latest, ..] ? latest.Day : null);
        if (chosen is not { } found || await snapshots.ReadAsync(found, cancellationToken) is not { } json)
        {
            var days = stored.Count == 0 ? "There is none" : $"There is one of {string.Join(", ", stored.Select(s => Text(s.Day)))}";
            var missing = chosen is { } wanted ? $" of {Text(wanted)}" : "";
            return new OperationError(OperationErrorKind.UnknownSnapshot, $"There is no snapshot{missing} to restore. {days}.", "snapshot");
        }
        return StateSnapshot.Read(json, storage.Accounts.Account, out var problem) is { } snapshot
            ? new ChosenSnapshot(found, snapshot)
            : new OperationError(
                OperationErrorKind.UnusableSnapshot, $"The snapshot of {Text(found)} {problem}. Nothing was restored.", "snapshot");
    }

    private async Task AuditAsync(Requester requester, string message, CancellationToken cancellationToken)
    {
        await storage.Audit.AppendAsync(Entry(requester, message), cancellationToken);
        Log.Changed(logger, Policies.Json.TextSanitizer.Escape(message), requester.Trigger);
    }

    private AuditEntry Entry(Requester requester, string message) =>
        new(Now, requester.Id, requester.Trigger, AuditKind.Restore, message) { By = requester.Name };

    private static string Text(LocalDate day) => LocalDatePattern.Iso.Format(day);

    private Instant Now => time.GetCurrentInstant();

    private sealed record ChosenSnapshot(LocalDate Day, StateSnapshot Snapshot);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "State: {Change} ({Trigger})")]
        public static partial void Changed(ILogger logger, string change, string trigger);
    }
}

/// <summary>The stored snapshots, newest first.</summary>
/// <param name="Lost">The loss, until a person restores the state or keeps the new one; null for none.</param>
public sealed record SnapshotList(IReadOnlyList<StoredSnapshot> Snapshots, LostState? Lost);

/// <summary>The result of a restore or, in a dry run, the result it would have.</summary>
/// <param name="Snapshot">The day of the snapshot; null if the new state was kept.</param>
/// <param name="Changed">False only if there was nothing to decide.</param>
public sealed record RestoredState(LocalDate? Snapshot, bool Changed)
{
    /// <summary>The time of the snapshot; null if none was restored.</summary>
    public Instant? TakenAt { get; init; }
    public int Records { get; init; }
    /// <summary>The number of records that stayed unchanged because the app knew the cluster before the snapshot was taken.</summary>
    public int Left { get; init; }
    /// <summary>The clusters with holds that are in force again. A person may have released them after the snapshot.</summary>
    public IReadOnlyList<string> Holds { get; init; } = [];
    public int Freezes { get; init; }
    public int Incidents { get; init; }
}
