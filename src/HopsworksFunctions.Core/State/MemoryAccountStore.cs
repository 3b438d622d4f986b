using System.Collections.Concurrent;
using HopsworksFunctions.Core.Policies;
using HopsworksFunctions.Core.Policies.Decisions;
using HopsworksFunctions.Core.Reconciliation;

namespace HopsworksFunctions.Core.State;

/// <summary>An account that lives in memory alone: for simulation, whose speed serialization would take.</summary>
public sealed class MemoryAccountStore(string account) : AccountState, IAccountStore
{
    private readonly ConcurrentDictionary<string, ClusterRecord> records = [];
    private readonly ConcurrentDictionary<string, Hold> holds = [];
    private readonly ConcurrentDictionary<(EventKind, string?), Incident> incidents = [];
    private LastRun? lastRun;

    public string Account => account;
    public override IReadOnlyDictionary<string, ClusterRecord> Records => records;
    public override IReadOnlyDictionary<string, Hold> Holds => holds;
    public override IReadOnlyCollection<Incident> Incidents => incidents.IsEmpty ? [] : [.. incidents.Values];
    public override LastRun? LastRun => lastRun;

    public Task<AccountState> LoadAsync(CancellationToken cancellationToken) => Task.FromResult<AccountState>(this);

    /// <summary>Everything is forgotten.</summary>
    public void Clear()
    {
        records.Clear();
        holds.Clear();
        incidents.Clear();
        lastRun = null;
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

    public override Task SaveAsync(LastRun run, CancellationToken cancellationToken)
    {
        lastRun = run;
        return Task.CompletedTask;
    }

    public override Task RemoveHoldAsync(string clusterId, CancellationToken cancellationToken)
    {
        holds.TryRemove(clusterId, out _);
        return Task.CompletedTask;
    }

    public override Task OpenAsync(Incident incident, CancellationToken cancellationToken)
    {
        incidents[(incident.Kind, incident.ClusterId)] = incident;
        return Task.CompletedTask;
    }

    public override Task CloseAsync(Incident incident, CancellationToken cancellationToken)
    {
        incidents.TryRemove((incident.Kind, incident.ClusterId), out _);
        return Task.CompletedTask;
    }
}
