using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// The state of an account as loaded and later saved: one document per record, hold, freeze, incident, message and channel. Does not write
/// unchanged values. Different clusters may be saved concurrently; a save throws <see cref="StateConflictException"/> if another writer
/// changed the document in the meantime.
/// </summary>
public class AccountState
{
    private const string OfAccount = "account";
    private const string OfRule = "rule:";

    private readonly DocumentSet<ClusterRecord> records;
    private readonly DocumentSet<Hold> holds;
    private readonly DocumentSet<Freeze> freezes;
    private readonly DocumentSet<Incident> incidents;
    private readonly DocumentSet<RecentRuns> runs;
    private readonly DocumentSet<Message> messages;
    private readonly DocumentSet<ChannelState> channels;

    /// <param name="store">Null to keep the values only in memory.</param>
    private protected AccountState(IDocumentStore? store, ILogger logger)
    {
        records = new(store, DocumentKinds.Record, r => r.ClusterId, logger);
        holds = new(store, DocumentKinds.Hold, h => h.ClusterId, logger);
        freezes = new(store, DocumentKinds.Freeze, f => KeyOfFreeze(f.Rule), logger);
        incidents = new(store, DocumentKinds.Incident, i => i.Key, logger);
        runs = new(store, DocumentKinds.Runs, _ => RecentRuns.Key, logger);
        messages = new(store, DocumentKinds.Message, m => m.Id, logger);
        channels = new(store, DocumentKinds.Channel, c => c.Channel, logger);
        Sets = [records, holds, freezes, incidents, runs, messages, channels];
    }

    private protected IReadOnlyList<IDocumentSet> Sets { get; }

    /// <summary>The records by cluster id, including those of deleted clusters.</summary>
    public IReadOnlyDictionary<string, ClusterRecord> Records => records.Values;

    /// <summary>The holds by cluster id, including expired ones that have not been removed yet.</summary>
    public IReadOnlyDictionary<string, Hold> Holds => holds.Values;

    /// <summary>
    /// The account's freeze, then the freezes of rules by name. Includes ended freezes that no run has removed yet. An unreadable freeze
    /// lasts until a person ends it, because its content is unknown.
    /// </summary>
    public IReadOnlyList<Freeze> Freezes => freezes is { IsEmpty: true, Damaged.Count: 0 } ? [] :
    [
        .. freezes.Values.Values.Concat(freezes.Damaged.Where(d => freezes.IsDamaged(d.Key)).Select(d => Unread(d.Key)))
            .OrderBy(f => f.Rule, StringComparer.Ordinal),
    ];

    /// <summary>The open incidents, oldest first.</summary>
    public IReadOnlyList<Incident> Incidents =>
        incidents.IsEmpty ? [] : [.. incidents.Values.Values.OrderBy(i => i.Since).ThenBy(i => i.Key, StringComparer.Ordinal)];

    /// <summary>The last hundred finished runs, newest first.</summary>
    public IReadOnlyList<FinishedRun> Runs => Recent.Runs;

    /// <summary>The messages by id: those still to be sent, and those sent recently.</summary>
    public IReadOnlyDictionary<string, Message> Messages => messages.Values;

    /// <summary>The channels by key: those that fail, or failed until recently.</summary>
    public IReadOnlyDictionary<string, ChannelState> Channels => channels.Values;

    /// <summary>The last finished run; null before the first one.</summary>
    public FinishedRun? LastRun => Runs is [var last, ..] ? last : null;

    /// <summary>
    /// The loss that is open after a run found the state empty; null once the state is restored or kept as it is, or its snapshots have
    /// expired.
    /// </summary>
    public LostState? Lost => Recent.Lost;

    /// <summary>The UTC day of the last snapshot; null before the first.</summary>
    public LocalDate? SnapshotDay => Recent.SnapshotDay;

    /// <summary>The reason the last snapshot could not be stored, as a sentence; null if it was stored.</summary>
    public string? SnapshotProblem => Recent.SnapshotProblem;

    /// <summary>
    /// The documents that could not be parsed when the state was loaded. They count as missing. Each stays in the store, where every load
    /// finds it again, until a save or removal of its key sets it aside.
    /// </summary>
    public IReadOnlyList<DamagedDocument> Damaged { get; private set; } = [];

    private RecentRuns Recent => runs.Values.GetValueOrDefault(RecentRuns.Key) ?? new([]);

    /// <param name="store">Null for a state whose changes are not stored.</param>
    /// <param name="cache">The documents found by earlier loads of the whole state.</param>
    internal static async Task<AccountState> LoadAsync(
        IDocumentStore? store, ILogger logger, Func<string, KnownDocuments, Task<ReadResult>> read, DocumentCache cache)
    {
        var state = new AccountState(store, logger);
        await Task.WhenAll(state.Sets.Select(set => set.LoadAsync(read, cache)));
        state.Damaged = [.. state.Sets.SelectMany(set => set.Damaged)];
        return state;
    }

    /// <summary>Returns the name in the cluster's record, or its id if there is no record.</summary>
    public string NameOf(string clusterId) => Records.GetValueOrDefault(clusterId)?.Name ?? clusterId;

    /// <summary>Returns the cluster's hold; null if there is none or it has expired.</summary>
    public Hold? HoldInForce(string clusterId, Instant now) =>
        Holds.GetValueOrDefault(clusterId) is { } hold && hold.InForce(now) ? hold.At(now) : null;

    /// <summary>Returns whether no finished run started in this hour, so this run must do the hourly work.</summary>
    public bool IsFirstOfHour(Instant now) =>
        LastRun is not { } last || last.StartedAt.ToUnixTimeSeconds() / 3600 != now.ToUnixTimeSeconds() / 3600;

    /// <summary>Returns whether the cluster's hold could not be parsed and has not been replaced or released since.</summary>
    public bool HoldIsDamaged(string clusterId) => holds.IsDamaged(clusterId);

    /// <summary>Moves a damaged document, unchanged, to where a person can find it.</summary>
    public Task SetAsideAsync(DamagedDocument document, CancellationToken cancellationToken) =>
        Sets.Single(set => set.Kind == document.Kind).SetAsideDamagedAsync(document.Key, cancellationToken);

    public Task SaveAsync(ClusterRecord record, CancellationToken cancellationToken) => records.SaveAsync(record, cancellationToken);

    /// <summary>Saves the records of different clusters in as few calls as the store allows.</summary>
    /// <returns>
    /// For each record, the <see cref="StateConflictException"/> or <see cref="StateRefusedException"/> that prevented its save; null if it
    /// was saved.
    /// </returns>
    public Task<IReadOnlyList<Exception?>> SaveAllAsync(IReadOnlyList<ClusterRecord> changed, CancellationToken cancellationToken) =>
        records.SaveAllAsync(changed, cancellationToken);

    public Task SaveAsync(Hold hold, CancellationToken cancellationToken) => holds.SaveAsync(hold, cancellationToken);

    public Task SaveAsync(Freeze freeze, CancellationToken cancellationToken) => freezes.SaveAsync(freeze, cancellationToken);

    public Task SaveAsync(Message message, CancellationToken cancellationToken) => messages.SaveAsync(message, cancellationToken);

    public Task SaveAsync(ChannelState channel, CancellationToken cancellationToken) => channels.SaveAsync(channel, cancellationToken);

    /// <summary>Adds a run as the newest one.</summary>
    public Task AddAsync(FinishedRun run, CancellationToken cancellationToken)
    {
        // One document holds a hundred runs.
        var shorter = run.Error is { } error ? run with { Error = TextSanitizer.Shorten(error) } : run;
        return runs.SaveAsync(Recent.With(shorter), cancellationToken);
    }

    /// <summary>Adds copies of the last run, one per interval, and omits those that would be too old to keep.</summary>
    public Task RepeatLastRunAsync(int times, Duration interval, CancellationToken cancellationToken)
    {
        var last = LastRun ?? throw new InvalidOperationException("There is no run to repeat.");
        var newest = new FinishedRun[Math.Min(times, RecentRuns.Max)];
        for (var i = 0; i < newest.Length; i++)
        {
            var later = ((times - i) * interval).ToTimeSpan();
            newest[i] = last with { StartedAt = last.StartedAt + later, FinishedAt = last.FinishedAt + later };
        }
        return runs.SaveAsync(Recent.With(newest), cancellationToken);
    }

    /// <summary>Removes runs that started after the limit because a wrong clock dated them. Returns the number of removed runs.</summary>
    public async Task<int> RemoveRunsAfterAsync(Instant limit, CancellationToken cancellationToken)
    {
        var (all, last) = (Recent.Runs, limit.ToDateTimeOffset());
        var removed = all.Count(run => run.StartedAt > last);
        if (removed > 0)
            await runs.SaveAsync(Recent with { Runs = [.. all.Where(run => run.StartedAt <= last)] }, cancellationToken);
        return removed;
    }

    /// <summary>Records that the state was found empty, or, with null, that it is restored or kept as it is.</summary>
    public Task SetLostAsync(LostState? lost, CancellationToken cancellationToken) =>
        runs.SaveAsync(Recent with { Lost = lost }, cancellationToken);

    /// <summary>Records that a day's snapshot is stored.</summary>
    public Task SetSnapshotDayAsync(LocalDate day, CancellationToken cancellationToken) =>
        runs.SaveAsync(Recent with { SnapshotDay = day, SnapshotProblem = null }, cancellationToken);

    /// <summary>Records why a snapshot could not be stored.</summary>
    public Task SetSnapshotProblemAsync(string problem, CancellationToken cancellationToken) =>
        runs.SaveAsync(Recent with { SnapshotProblem = problem }, cancellationToken);

    /// <summary>Removes a cluster's record.</summary>
    public Task RemoveRecordAsync(string clusterId, CancellationToken cancellationToken) =>
        records.RemoveAsync(clusterId, cancellationToken);

    public Task RemoveHoldAsync(string clusterId, CancellationToken cancellationToken) => holds.RemoveAsync(clusterId, cancellationToken);

    public Task RemoveAsync(Freeze freeze, CancellationToken cancellationToken) =>
        freezes.RemoveAsync(KeyOfFreeze(freeze.Rule), cancellationToken);

    public Task RemoveMessageAsync(string id, CancellationToken cancellationToken) => messages.RemoveAsync(id, cancellationToken);

    public Task RemoveChannelAsync(string key, CancellationToken cancellationToken) => channels.RemoveAsync(key, cancellationToken);

    /// <summary>
    /// Rereads everything that a person may have set since the state was loaded: a cluster's hold, and the freezes of the account and of
    /// the cluster's rule.
    /// </summary>
    public Task RereadWishesAsync(string clusterId, string? rule, CancellationToken cancellationToken) => Task.WhenAll(
        holds.RereadAsync(clusterId, cancellationToken), freezes.RereadAsync(KeyOfFreeze(null), cancellationToken),
        rule is null ? Task.CompletedTask : freezes.RereadAsync(KeyOfFreeze(rule), cancellationToken));

    /// <summary>Opens an incident. Returns false and changes nothing if the same incident is already open.</summary>
    public async Task<bool> OpenAsync(Incident incident, CancellationToken cancellationToken)
    {
        if (incidents.Values.ContainsKey(incident.Key))
            return false;
        await incidents.SaveAsync(incident, cancellationToken);
        return true;
    }

    /// <summary>Opens and resolves different incidents as separate calls would, but in as few calls as the store allows.</summary>
    /// <exception cref="StateConflictException">Another writer changed one of them; the others are stored.</exception>
    /// <exception cref="StateRefusedException">The store did not take one of them; the others are stored.</exception>
    public async Task ChangeAllAsync(IEnumerable<Incident> opened, IEnumerable<Incident> resolved, CancellationToken cancellationToken)
    {
        var fresh = opened.Where(incident => !incidents.Values.ContainsKey(incident.Key));
        var failures = await incidents.SaveAllAsync([.. fresh], cancellationToken);
        (await incidents.RemoveAllAsync([.. resolved.Select(incident => incident.Key)], cancellationToken)).ThrowFirst();
        failures.ThrowFirst();
    }

    /// <summary>Stores the newer message of an open incident.</summary>
    public Task UpdateAsync(Incident incident, CancellationToken cancellationToken) => incidents.SaveAsync(incident, cancellationToken);

    /// <summary>Resolves an incident. Returns false if it is not open.</summary>
    public Task<bool> CloseAsync(Incident incident, CancellationToken cancellationToken) =>
        incidents.RemoveAsync(incident.Key, cancellationToken);

    private static string KeyOfFreeze(string? rule) => rule is null ? OfAccount : $"{OfRule}{rule}";

    private static Freeze Unread(string key) => new(
        key.StartsWith(OfRule, StringComparison.Ordinal) ? key[OfRule.Length..] : null, Instant.FromUnixTimeSeconds(0), Hold.Never,
        "someone", "the stored freeze cannot be read");
}
