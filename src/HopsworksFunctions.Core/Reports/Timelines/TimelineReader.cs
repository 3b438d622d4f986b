using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Schedules;
using NodaTime.Extensions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Timelines;

/// <summary>Assembles the timeline of all clusters from audit log, records and policies, without calling Hopsworks.ai.</summary>
public sealed class TimelineReader(IAccountStore store, AuditHistory history, IPolicySource policySource, TimeProvider time)
{
    // The time before a range to search for uptimes and holds in progress at its start. For a longer uptime, only the cause is unknown.
    private static readonly Duration Reach = Duration.FromDays(4);

    private static readonly AuditKind[] Kinds =
        [AuditKind.CameUp, AuditKind.WentDown, AuditKind.ClusterDeleted, AuditKind.Hold, AuditKind.Release];

    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public Task<FleetTimeline> ReadAsync(Instant from, Instant to, CancellationToken cancellationToken) =>
        history.UseAsync(() => ReadAloneAsync(from, to, cancellationToken), cancellationToken);

    private async Task<FleetTimeline> ReadAloneAsync(Instant from, Instant to, CancellationToken cancellationToken)
    {
        var loading = store.LoadAsync(cancellationToken);
        var entries = await history.ReadAsync(Kinds, from - Reach, to, cancellationToken);
        var state = await loading;
        var policies = (await policySource.ReadAsync(remember: false, cancellationToken)).Policies;
        var now = time.GetCurrentInstant();
        var byCluster = entries.Entries.ToLookup(e => e.ClusterId);
        var clusters = state.Records.Keys.Union(byCluster.Select(g => g.Key).OfType<string>())
            .Select(id => Of(id, byCluster[id], state, policies, from, to, now))
            .Where(c => c.Up.Count > 0 || c.Holds.Count > 0 || state.Records.GetValueOrDefault(c.Id) is { Gone: null })
            .OrderBy(c => c.Name, StringComparer.Ordinal).ThenBy(c => c.Id, StringComparer.Ordinal);
        return new(
            from, to, now, Observation.LastOf(state),
            policies?.Schedules.ToDictionary(s => s.Key, s => Windows(s.Value, from, to)) ?? [],
            [.. clusters]);
    }

    private static ClusterTimeline Of(
        string id, IEnumerable<AuditEntry> entries, AccountState state, PolicySet? policies, Instant from, Instant to, Instant now)
    {
        var byPower = entries.ToLookup(e => e.Kind is not (AuditKind.Hold or AuditKind.Release));
        var record = state.Records.GetValueOrDefault(id);
        var rule = record is { Fingerprint: { } fingerprint, Unmanaged: null }
            ? policies?.RuleOf(fingerprint)
            : null;
        var up = UpTimes.Of([.. byPower[true]], record, from, Instant.Min(to, now));
        // In a past range, a cluster that was running at the end ran until that end.
        up = to <= now ? [.. up.Select(u => u with { To = u.To ?? to })] : up;
        return new(
            id, record?.Name ?? byPower.SelectMany(g => g).Select(e => e.ClusterName).LastOrDefault() ?? id, rule?.Schedule?.Name,
            up, HeldTimes.Of([.. byPower[false]], state.Holds.GetValueOrDefault(id), from, to));
    }

    private static IReadOnlyList<TimelineSpan> Windows(Schedule schedule, Instant from, Instant to)
    {
        var windows = new List<TimelineSpan>();
        Instant? start = schedule.IsUp(from) ? from : null;
        foreach (var boundary in schedule.After(from).TakeWhile(b => b.At < to))
        {
            if (start is { } opened)
                windows.Add(new(opened, boundary.At));
            start = boundary.Up ? boundary.At : null;
        }
        if (start is { } open)
            windows.Add(new(open, to));
        return [.. windows];
    }
}
