using HopsworksFunctions.Policies.Decisions;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// What is remembered of an account, as loaded and since saved: a document for each record, hold, incident, message and channel.
/// Unchanged values are not written again. Different clusters may be saved at the same time; a save throws
/// <see cref="StateConflictException"/> when somebody else wrote in between.
/// </summary>
public class AccountState
{
    private readonly DocumentSet<ClusterRecord> records;
    private readonly DocumentSet<Hold> holds;
    private readonly DocumentSet<Incident> incidents;
    private readonly DocumentSet<RecentRuns> runs;
    private readonly DocumentSet<Message> messages;
    private readonly DocumentSet<ChannelState> channels;

    /// <param name="store">Null to keep the values in memory alone.</param>
    private protected AccountState(IDocumentStore? store, ILogger logger)
    {
        records = new(store, DocumentKinds.Record, r => r.ClusterId, logger);
        holds = new(store, DocumentKinds.Hold, h => h.ClusterId, logger);
        incidents = new(store, DocumentKinds.Incident, i => i.Key, logger);
        runs = new(store, DocumentKinds.Runs, _ => RecentRuns.Key, logger);
        messages = new(store, DocumentKinds.Message, m => m.Id, logger);
        channels = new(store, DocumentKinds.Channel, c => c.Channel, logger);
        Sets = [records, holds, incidents, runs, messages, channels];
    }

    private protected IReadOnlyList<IDocumentSet> Sets { get; }

    /// <summary>By cluster id; of clusters that are gone too.</summary>
    public IReadOnlyDictionary<string, ClusterRecord> Records => records.Values;

    /// <summary>By cluster id; expired ones too, until they are removed.</summary>
    public IReadOnlyDictionary<string, Hold> Holds => holds.Values;

    /// <summary>Those open, the oldest first.</summary>
    public IReadOnlyList<Incident> Incidents =>
        incidents.Values.Count == 0 ? [] : [.. incidents.Values.Values.OrderBy(i => i.Since).ThenBy(i => i.Key, StringComparer.Ordinal)];

    /// <summary>The last hundred that finished, the newest first.</summary>
    public IReadOnlyList<FinishedRun> Runs => Recent.Runs;

    /// <summary>By id: what is still to be sent, and what was told lately.</summary>
    public IReadOnlyDictionary<string, Message> Messages => messages.Values;

    /// <summary>By key: those that fail, or did until lately.</summary>
    public IReadOnlyDictionary<string, ChannelState> Channels => channels.Values;

    /// <summary>Null before the first.</summary>
    public FinishedRun? LastRun => Runs is [var last, ..] ? last : null;

    /// <summary>
    /// What could not be understood when the state was loaded; it counts as missing. It stays in its place, and is found again by the
    /// next load, until a save or removal under its key sets it aside.
    /// </summary>
    public IReadOnlyList<DamagedDocument> Damaged => [.. Sets.SelectMany(set => set.Damaged)];

    private RecentRuns Recent => runs.Values.GetValueOrDefault(RecentRuns.Key) ?? new([]);

    /// <param name="store">Null for a state whose changes are stored nowhere.</param>
    internal static async Task<AccountState> LoadAsync(IDocumentStore? store, ILogger logger, Func<string, Task<ReadResult>> read)
    {
        var state = new AccountState(store, logger);
        await Task.WhenAll(state.Sets.Select(set => set.LoadAsync(read)));
        return state;
    }

    /// <summary>Null when the cluster has none, or it is over.</summary>
    public Hold? HoldInForce(string clusterId, Instant now) =>
        Holds.GetValueOrDefault(clusterId) is { } hold && hold.InForce(now) ? hold : null;

    /// <summary>Whether no run of this hour has finished yet: what is to be done once an hour falls to this one.</summary>
    public bool IsFirstOfHour(Instant now) => LastRun is not { } last || last.StartedAt.UtcDateTime.Hour != now.ToDateTimeUtc().Hour;

    /// <summary>Whether a cluster has a hold that could not be understood, and that nobody has replaced or released since.</summary>
    public bool HoldIsDamaged(string clusterId) => holds.IsDamaged(clusterId);

    /// <summary>Moves a damaged document to where a person can find it, unchanged.</summary>
    public Task SetAsideAsync(DamagedDocument document, CancellationToken cancellationToken) =>
        Sets.Single(set => set.Kind == document.Kind).SetAsideDamagedAsync(document.Key, cancellationToken);

    public Task SaveAsync(ClusterRecord record, CancellationToken cancellationToken) => records.SaveAsync(record, cancellationToken);

    public Task SaveAsync(Hold hold, CancellationToken cancellationToken) => holds.SaveAsync(hold, cancellationToken);

    public Task SaveAsync(Message message, CancellationToken cancellationToken) => messages.SaveAsync(message, cancellationToken);

    public Task SaveAsync(ChannelState channel, CancellationToken cancellationToken) => channels.SaveAsync(channel, cancellationToken);

    /// <summary>Adds a run as the last one.</summary>
    public Task AddAsync(FinishedRun run, CancellationToken cancellationToken) => runs.SaveAsync(Recent.With(run), cancellationToken);

    /// <summary>Forgets a cluster.</summary>
    public Task RemoveRecordAsync(string clusterId, CancellationToken cancellationToken) =>
        records.RemoveAsync(clusterId, cancellationToken);

    public Task RemoveHoldAsync(string clusterId, CancellationToken cancellationToken) => holds.RemoveAsync(clusterId, cancellationToken);

    public Task RemoveMessageAsync(string id, CancellationToken cancellationToken) => messages.RemoveAsync(id, cancellationToken);

    public Task RemoveChannelAsync(string key, CancellationToken cancellationToken) => channels.RemoveAsync(key, cancellationToken);

    /// <summary>Takes over what somebody may have done with a cluster's hold since it was loaded.</summary>
    public Task RereadHoldAsync(string clusterId, CancellationToken cancellationToken) => holds.RereadAsync(clusterId, cancellationToken);

    /// <summary>Opens an incident; false when one of its kind is open already, which then stays as it is.</summary>
    public async Task<bool> OpenAsync(Incident incident, CancellationToken cancellationToken)
    {
        if (incidents.Values.ContainsKey(incident.Key))
            return false;
        await incidents.SaveAsync(incident, cancellationToken);
        return true;
    }

    /// <summary>Closes the incident of this kind and cluster; false when there is none.</summary>
    public Task<bool> CloseAsync(Incident incident, CancellationToken cancellationToken) =>
        incidents.RemoveAsync(incident.Key, cancellationToken);
}
