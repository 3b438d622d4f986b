using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Reports.Histories;

/// <summary>Reads the history of a cluster, without calling Hopsworks.ai.</summary>
public sealed class HistoryReader(IAccountStore store, IAuditLog audit, ActivityLog activity, TimeProvider time)
{
    public const int MaxDays = 92;

    /// <summary>Returns the history; null if the app does not know the cluster.</summary>
    /// <param name="cluster">The cluster's ID, or a name that only one cluster has.</param>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public async Task<ClusterHistory?> ReadAsync(string cluster, Instant from, Instant to, CancellationToken cancellationToken) =>
        (await FindAsync(cluster, from, to, cancellationToken))?.History;

    /// <summary>Deletes the history of a cluster's activity. The times when it ran stay in the audit log.</summary>
    /// <param name="cluster">The cluster's ID, or a name that only one cluster has.</param>
    /// <exception cref="StateConflictException">A run stored a change at the same time.</exception>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    public async Task<ForgottenActivity> ForgetAsync(string cluster, CancellationToken cancellationToken)
    {
        var record = RecordOf(cluster, await store.LoadReadOnlyAsync(cancellationToken));
        var id = record?.ClusterId ?? cluster;
        return new(id, record?.Name, await activity.DeleteAsync(id, time.GetCurrentInstant(), cancellationToken));
    }

    /// <summary>Returns the history together with its sources.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    internal async Task<FoundHistory?> FindAsync(string cluster, Instant from, Instant to, CancellationToken cancellationToken)
    {
        var state = await store.LoadReadOnlyAsync(cancellationToken);
        var record = RecordOf(cluster, state);
        var id = record?.ClusterId ?? cluster;
        // Entries after the range are included because the first of them shows the state of the cluster before it.
        var entries = (await AuditHistory.ReadLogAsync(audit, new(id, From: from) { Kinds = PowerSteps.Kinds }, cancellationToken)).Entries;
        if (record is null && entries.Count == 0)
            return null;
        var until = Observation.LastOf(state);
        var end = Observation.EndOf(state, from, to);
        var stretches = end == from ? [] : HistoryStretches.Of(
            entries, record, await activity.ReadAsync(id, from, end, cancellationToken), from, end);
        var name = record?.Name ?? entries.Select(e => e.ClusterName).LastOrDefault() ?? id;
        return new(new(id, name, from, to, until, HistoryStretches.HoursOf(stretches), stretches), record, entries);
    }

    private static ClusterRecord? RecordOf(string cluster, AccountState state) =>
        state.Records.TryGetValue(cluster, out var record) ? record
            : state.Records.Values.Where(r => r.Name == cluster).Take(2).ToList() is [var only] ? only : null;
}

/// <summary>A cluster's history with its sources.</summary>
/// <param name="Record">Null if the cluster no longer has a record.</param>
/// <param name="Entries">The entries for starting, stopping or being deleted since the start of the range, oldest first.</param>
internal sealed record FoundHistory(ClusterHistory History, ClusterRecord? Record, IReadOnlyList<AuditEntry> Entries);
