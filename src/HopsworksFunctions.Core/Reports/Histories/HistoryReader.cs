using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Reports.Histories;

/// <summary>Reads what a cluster did, without calling Hopsworks.ai.</summary>
public sealed class HistoryReader(
    IAccountStore store, IAuditLog audit, ActivityLog activity, IPolicySource policySource, TimeProvider time)
{
    public const int MaxDays = 92;

    private const int PerPage = 1000;

    private static readonly AuditKind[] Kinds = [AuditKind.CameUp, AuditKind.WentDown, AuditKind.ClusterDeleted];

    /// <summary>Null if the app knows no such cluster.</summary>
    /// <param name="cluster">Its ID, or a name that only one cluster has.</param>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public async Task<ClusterHistory?> ReadAsync(string cluster, Instant from, Instant to, CancellationToken cancellationToken)
    {
        var state = await store.LoadReadOnlyAsync(cancellationToken);
        var record = RecordOf(cluster, state);
        var id = record?.ClusterId ?? cluster;
        var entries = await EntriesAsync(id, from, cancellationToken);
        if (record is null && entries.Count == 0)
            return null;
        var until = Observation.LastOf(state);
        var end = Instant.Max(from, Instant.Min(to, until ?? from));
        var stretches = end == from ? [] : HistoryStretches.Of(
            entries, record, await activity.ReadAsync(id, from, end, cancellationToken), from, end);
        var name = record?.Name ?? entries.Select(e => e.ClusterName).LastOrDefault() ?? id;
        return new(id, name, from, to, until, HistoryStretches.HoursOf(stretches), stretches);
    }

    /// <summary>The windows that a cluster needs by its history; null if the app knows no such cluster. Changes nothing.</summary>
    /// <param name="cluster">Its ID, or a name that only one cluster has.</param>
    /// <param name="share">The least share of the busy half hours to cover.</param>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public async Task<ClusterAdvice?> AdviseAsync(
        string cluster, Instant from, Instant to, double share, CancellationToken cancellationToken)
    {
        if (await ReadAsync(cluster, from, to, cancellationToken) is not { } history)
            return null;
        var policies = (await policySource.ReadAsync(remember: false, cancellationToken)).Policies;
        var record = (await store.LoadAsync(history.Id, cancellationToken)).Records.GetValueOrDefault(history.Id);
        var rule = record?.Fingerprint is { } fingerprint ? policies?.RuleOf(fingerprint) : null;
        return ClusterAdvice.Of(history, rule?.Zone ?? policies?.Zone ?? DateTimeZone.Utc, share);
    }

    /// <summary>Deletes the history of a cluster's activity. When it ran stays in the audit log.</summary>
    /// <param name="cluster">Its ID, or a name that only one cluster has.</param>
    /// <exception cref="StateConflictException">A run stored a change at the same time.</exception>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    public async Task<ForgottenActivity> ForgetAsync(string cluster, CancellationToken cancellationToken)
    {
        var record = RecordOf(cluster, await store.LoadReadOnlyAsync(cancellationToken));
        var id = record?.ClusterId ?? cluster;
        return new(id, record?.Name, await activity.DeleteAsync(id, time.GetCurrentInstant(), cancellationToken));
    }

    private static ClusterRecord? RecordOf(string cluster, AccountState state) =>
        state.Records.TryGetValue(cluster, out var record) ? record
            : state.Records.Values.Where(r => r.Name == cluster).Take(2).ToList() is [var only] ? only : null;

    /// <summary>Those since a time, oldest first: the first one also says what the cluster did before it.</summary>
    private async Task<IReadOnlyList<AuditEntry>> EntriesAsync(string cluster, Instant from, CancellationToken cancellationToken)
    {
        var found = new List<AuditEntry>();
        var query = new AuditQuery(cluster, From: from, Limit: PerPage) { Kinds = Kinds };
        for (AuditCursor? after = null; ;)
        {
            var page = await audit.ReadAsync(query with { After = after }, cancellationToken);
            found.AddRange(page.Entries);
            if (page.Next is null)
                break;
            after = page.Next;
        }
        found.Reverse();
        return found;
    }
}
