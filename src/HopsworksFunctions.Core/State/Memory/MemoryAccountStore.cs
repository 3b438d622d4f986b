using System.Collections.Concurrent;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.State.Memory;

/// <summary>An account that lives in memory alone: for simulation, whose speed serialization would take.</summary>
public sealed class MemoryAccountStore(string account) : AccountState, IAccountStore
{
    private readonly ConcurrentDictionary<string, ClusterRecord> records = [];
    private readonly ConcurrentDictionary<string, Hold> holds = [];
    private readonly ConcurrentDictionary<(EventKind, string?), Incident> incidents = [];
    private readonly ConcurrentDictionary<string, Message> messages = [];
    private readonly ConcurrentDictionary<string, ChannelState> channels = [];
    private RecentRuns runs = new([]);

    public string Account => account;
    public override IReadOnlyDictionary<string, ClusterRecord> Records => records;
    public override IReadOnlyDictionary<string, Hold> Holds => holds;
    public override IReadOnlyList<Incident> Incidents => incidents.IsEmpty ? [] : [.. incidents.Values];
    public override IReadOnlyList<FinishedRun> Runs => runs.Runs;
    public override IReadOnlyDictionary<string, Message> Messages => messages;
    public override IReadOnlyDictionary<string, ChannelState> Channels => channels;

    public Task<AccountState> LoadAsync(CancellationToken cancellationToken) => Task.FromResult<AccountState>(this);

    public Task<AccountState> LoadReadOnlyAsync(CancellationToken cancellationToken)
    {
        var copy = new MemoryAccountStore(account) { runs = runs };
        Copy(records, copy.records);
        Copy(holds, copy.holds);
        Copy(incidents, copy.incidents);
        Copy(messages, copy.messages);
        Copy(channels, copy.channels);
        return Task.FromResult<AccountState>(copy);

        static void Copy<TKey, T>(ConcurrentDictionary<TKey, T> from, ConcurrentDictionary<TKey, T> to)
            where TKey : notnull
        {
            foreach (var (key, value) in from)
                to[key] = value;
        }
    }

    public Task<AccountState> LoadAsync(string clusterId, CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    /// <summary>Everything is forgotten.</summary>
    public void Clear()
    {
        records.Clear();
        holds.Clear();
        incidents.Clear();
        messages.Clear();
        channels.Clear();
        runs = new([]);
    }

    public override Task SaveAsync(ClusterRecord record, CancellationToken cancellationToken)
    {
        if (!records.TryGetValue(record.ClusterId, out var known) || !ReferenceEquals(known, record))
            records[record.ClusterId] = record;
        return Task.CompletedTask;
    }

    public override Task SaveAsync(Hold hold, CancellationToken cancellationToken)
    {
        holds[hold.ClusterId] = hold;
        return Task.CompletedTask;
    }

    public override Task SaveAsync(Message message, CancellationToken cancellationToken)
    {
        messages[message.Id] = message;
        return Task.CompletedTask;
    }

    public override Task SaveAsync(ChannelState channel, CancellationToken cancellationToken)
    {
        channels[channel.Channel] = channel;
        return Task.CompletedTask;
    }

    public override Task RemoveMessageAsync(string id, CancellationToken cancellationToken)
    {
        messages.TryRemove(id, out _);
        return Task.CompletedTask;
    }

    public override Task RemoveChannelAsync(string key, CancellationToken cancellationToken)
    {
        channels.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    public override Task AddAsync(FinishedRun run, CancellationToken cancellationToken)
    {
        runs = runs.With(run);
        return Task.CompletedTask;
    }

    public override Task RemoveHoldAsync(string clusterId, CancellationToken cancellationToken)
    {
        holds.TryRemove(clusterId, out _);
        return Task.CompletedTask;
    }

    /// <summary>Nothing is to be done: all share this state.</summary>
    public override Task RereadHoldAsync(string clusterId, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task RemoveRecordAsync(string clusterId, CancellationToken cancellationToken)
    {
        records.TryRemove(clusterId, out _);
        return Task.CompletedTask;
    }

    public override Task<bool> OpenAsync(Incident incident, CancellationToken cancellationToken) =>
        Task.FromResult(incidents.TryAdd((incident.Kind, incident.Subject), incident));

    public override Task<bool> CloseAsync(Incident incident, CancellationToken cancellationToken) =>
        Task.FromResult(incidents.TryRemove((incident.Kind, incident.Subject), out _));
}
