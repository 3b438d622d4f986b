using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// An account's state as loaded and since saved: one document per record, hold, freeze, incident, message and channel. Skips writes of
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

    /// <param name="store">Null to keep the values in memory only.</param>
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

    /// <summary>By cluster id, including deleted clusters.</summary>
    public IReadOnlyDictionary<string, ClusterRecord> Records => records.Values;

    /// <summary>By cluster id, including expired holds that have not been removed yet.</summary>
    public IReadOnlyDictionary<string, Hold> Holds => holds.Values;

    /// <summary>
    /// The account's freeze, and then those of rules by name, including those whose end no run has seen yet. One that cannot be read lasts
    /// until somebody ends it, because nobody knows what it says.
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

    /// <summary>By id: messages still to be sent, and those sent recently.</summary>
    public IReadOnlyDictionary<string, Message> Messages => messages.Values;

    /// <summary>By key: channels that fail, or failed until recently.</summary>
    public IReadOnlyDictionary<string, ChannelState> Channels => channels.Values;

    /// <summary>Null before the first run.</summary>
    public FinishedRun? LastRun => Runs is [var last, ..] ? last : null;

    /// <summary>Set from when a run finds the state empty until it is restored, or kept as it is.</summary>
    public LostState? Lost => Recent.Lost;

    /// <summary>The UTC day of the last snapshot; null before the first.</summary>
    public LocalDate? SnapshotDay => Recent.SnapshotDay;

    /// <summary>Why the last snapshot could not be stored, in a sentence; null if it was.</summary>
    public string? SnapshotProblem => Recent.SnapshotProblem;

    /// <summary>
    /// Documents that could not be parsed when the state was loaded; they count as missing. Each stays in the store, and every load finds
    /// it again, until a save or removal under its key sets it aside.
    /// </summary>
    public IReadOnlyList<DamagedDocument> Damaged { get; private set; } = [];

    private RecentRuns Recent => runs.Values.GetValueOrDefault(RecentRuns.Key) ?? new([]);

    /// <param name="store">Null for a state whose changes are not stored.</param>
    /// <param name="cache">What earlier loads of all documents found.</param>
    internal static async Task<AccountState> LoadAsync(
        IDocumentStore? store, ILogger logger, Func<string, KnownDocuments, Task<ReadResult>> read, DocumentCache cache)
    {
        var state = new AccountState(store, logger);
        await Task.WhenAll(state.Sets.Select(set => set.LoadAsync(read, cache)));
        state.Damaged = [.. state.Sets.SelectMany(set => set.Damaged)];
        return state;
    }

    /// <summary>The name in the cluster's record, or else its id.</summary>
    public string NameOf(string clusterId) => Records.GetValueOrDefault(clusterId)?.Name ?? clusterId;

    /// <summary>Null when the cluster has no hold, or its hold has expired.</summary>
    public Hold? HoldInForce(string clusterId, Instant now) =>
        Holds.GetValueOrDefault(clusterId) is { } hold && hold.InForce(now) ? hold.At(now) : null;

    /// <summary>Whether no run has finished in this hour yet, so that this run does the hourly work.</summary>
    public bool IsFirstOfHour(Instant now) =>
        LastRun is not { } last || last.StartedAt.ToUnixTimeSeconds() / 3600 != now.ToUnixTimeSeconds() / 3600;

    /// <summary>Whether the cluster's hold could not be parsed and has not been replaced or released since.</summary>
    public bool HoldIsDamaged(string clusterId) => holds.IsDamaged(clusterId);

    /// <summary>Moves a damaged document, unchanged, to where a person can find it.</summary>
    public Task SetAsideAsync(DamagedDocument document, CancellationToken cancellationToken) =>
        Sets.Single(set => set.Kind == document.Kind).SetAsideDamagedAsync(document.Key, cancellationToken);

    public Task SaveAsync(ClusterRecord record, CancellationToken cancellationToken) => records.SaveAsync(record, cancellationToken);

    /// <summary>Saves the records of different clusters in as few calls as the store allows.</summary>
    /// <returns>
    /// For each record, the <see cref="StateConflictException"/> or <see cref="StateRefusedException"/> that kept it from being saved; null
    /// if none did.
    /// </returns>
    public Task<IReadOnlyList<Exception?>> SaveAllAsync(IReadOnlyList<ClusterRecord> changed, CancellationToken cancellationToken) =>
        records.SaveAllAsync(changed, cancellationToken);

    public Task SaveAsync(Hold hold, CancellationToken cancellationToken) => holds.SaveAsync(hold, cancellationToken);

    public Task SaveAsync(Freeze freeze, CancellationToken cancellationToken) => freezes.SaveAsync(freeze, cancellationToken);

    public Task SaveAsync(Message message, CancellationToken cancellationToken) => messages.SaveAsync(message, cancellationToken);

    public Task SaveAsync(ChannelState channel, CancellationToken cancellationToken) => channels.SaveAsync(channel, cancellationToken);

    /// <summary>Adds a run as the latest.</summary>
    public Task AddAsync(FinishedRun run, CancellationToken cancellationToken)
    {
        // One document holds a hundred of these.
        var shorter = run.Error is { } error ? run with { Error = TextSanitizer.Shorten(error) } : run;
        return runs.SaveAsync(Recent.With(shorter), cancellationToken);
    }

    /// <summary>Adds runs like the last one, each an interval after the one before, without those that would be too old to keep.</summary>
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

    /// <summary>Forgets the runs that began later, which a wrong clock has dated; returns how many.</summary>
    public async Task<int> RemoveRunsAfterAsync(Instant limit, CancellationToken cancellationToken)
    {
        var (all, last) = (Recent.Runs, limit.ToDateTimeOffset());
        var removed = all.Count(run => run.StartedAt > last);
        if (removed > 0)
            await runs.SaveAsync(Recent with { Runs = [.. all.Where(run => run.StartedAt <= last)] }, cancellationToken);
        return removed;
    }

    /// <summary>Notes that the state was found empty; null when it is restored, or kept as it is.</summary>
    public Task SetLostAsync(LostState? lost, CancellationToken cancellationToken) =>
        runs.SaveAsync(Recent with { Lost = lost }, cancellationToken);

    /// <summary>Notes that a day's snapshot is stored.</summary>
    public Task SetSnapshotDayAsync(LocalDate day, CancellationToken cancellationToken) =>
        runs.SaveAsync(Recent with { SnapshotDay = day, SnapshotProblem = null }, cancellationToken);

    /// <summary>Notes why none could be stored.</summary>
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
    /// Rereads what people may have set since it was loaded: a cluster's hold, and the freezes of the account and of the cluster's rule.
    /// </summary>
    public Task RereadWishesAsync(string clusterId, string? rule, CancellationToken cancellationToken) => Task.WhenAll(
        holds.RereadAsync(clusterId, cancellationToken), freezes.RereadAsync(KeyOfFreeze(null), cancellationToken),
        rule is null ? Task.CompletedTask : freezes.RereadAsync(KeyOfFreeze(rule), cancellationToken));

    /// <summary>Opens an incident; false when one of its kind is already open, which stays as it is.</summary>
    public async Task<bool> OpenAsync(Incident incident, CancellationToken cancellationToken)
    {
        if (incidents.Values.ContainsKey(incident.Key))
            return false;
        await incidents.SaveAsync(incident, cancellationToken);
        return true;
    }

    /// <summary>Opens and resolves different incidents, each as a call of its own would, in as few calls as the store allows.</summary>
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

    /// <summary>Resolves the incident of this kind and cluster; false when there is none.</summary>
    public Task<bool> CloseAsync(Incident incident, CancellationToken cancellationToken) =>
        incidents.RemoveAsync(incident.Key, cancellationToken);

    private static string KeyOfFreeze(string? rule) => rule is null ? OfAccount : $"{OfRule}{rule}";

    private static Freeze Unread(string key) => new(
        key.StartsWith(OfRule, StringComparison.Ordinal) ? key[OfRule.Length..] : null, Instant.FromUnixTimeSeconds(0), Hold.Never,
        "someone", "the stored freeze cannot be read");
}
