using System.Collections.Concurrent;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>Reads the audit entries that determine the savings in a range, including entries from long before it.</summary>
internal static class PowerHistory
{
    // This covers a weekend and a holiday. Most clusters that are stopped at the start of a range were stopped within this time.
    private static readonly Duration Reach = Duration.FromDays(4);
    private const int AtATime = 8;
    private const int MaxStarts = 100;
    private const int MaxPages = 5;

    private static readonly AuditKind[] Kinds = [AuditKind.CameUp, AuditKind.WentDown, AuditKind.ClusterDeleted, AuditKind.Start];

    /// <summary>Returns the entries, oldest first for each cluster.</summary>
    public static async Task<FoundEntries> ReadAsync(
        AuditHistory history, AccountState state, Instant from, Instant to, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(history, from, to, cancellationToken);
        return found with { Entries = [.. await CompleteAsync(found.Entries, history, state, from, to, cancellationToken)] };
    }

    /// <summary>Returns the entries of a range and of some days before it, oldest first, as input for <see cref="WithinAsync"/>.</summary>
    public static Task<FoundEntries> ReadAsync(AuditHistory history, Instant from, Instant to, CancellationToken cancellationToken) =>
        history.ReadAsync(Kinds, from - Reach, to, cancellationToken);

    /// <summary>
    /// Returns the result of <see cref="ReadAsync(AuditHistory, AccountState, Instant, Instant, CancellationToken)"/> for a part of a
    /// range.
    /// </summary>
    /// <param name="entries">The entries of the whole range.</param>
    public static Task<IEnumerable<AuditEntry>> WithinAsync(
        IReadOnlyList<AuditEntry> entries, AuditHistory history, AccountState state, Instant from, Instant to,
        CancellationToken cancellationToken)
    {
        var start = from - Reach;
        return CompleteAsync(entries.Where(e => e.At >= start && e.At < to), history, state, from, to, cancellationToken);
    }

    /// <summary>Adds entries for periods that started long before the range.</summary>
    private static async Task<IEnumerable<AuditEntry>> CompleteAsync(
        IEnumerable<AuditEntry> entries, AuditHistory history, AccountState state, Instant from, Instant to,
        CancellationToken cancellationToken)
    {
        var earlier = new ConcurrentBag<IReadOnlyList<AuditEntry>>();
        var bounds = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Unsure(entries, state, from, to), bounds, async (cluster, stop) =>
        {
            earlier.Add(SinceLastChange(await BeforeAsync(history.Log, cluster.Id, cluster.Before, stop)));
        });
        return earlier.IsEmpty ? entries : earlier.SelectMany(e => e).Concat(entries);
    }

    /// <summary>
    /// Returns the newest entries of a cluster before a time. Returns none if the log has too many entries of other clusters to find them.
    /// </summary>
    private static async Task<IReadOnlyList<AuditEntry>> BeforeAsync(
        IAuditLog log, string cluster, Instant before, CancellationToken cancellationToken)
    {
        var query = new AuditQuery(cluster, To: before, Limit: MaxStarts) { Kinds = Kinds };
        var page = await log.ReadAsync(query, cancellationToken);
        for (var pages = 1; page is { Entries.Count: 0, Next: not null } && pages < MaxPages; pages++)
            page = await log.ReadAsync(query with { After = page.Next }, cancellationToken);
        return page.Entries;
    }

    /// <summary>
    /// Returns the clusters that may have been stopped when the range started, each with the time before which to search for the cause.
    /// </summary>
    private static IEnumerable<(string Id, Instant Before)> Unsure(
        IEnumerable<AuditEntry> entries, AccountState state, Instant from, Instant to)
    {
        var firsts = new Dictionary<string, AuditEntry>();
        foreach (var entry in entries.Where(e => e.ClusterId is not null))
            firsts.TryAdd(entry.ClusterId!, entry);
        // Without entries, a cluster was in its current state for the whole range, unless that state began after the range.
        var stopped = state.Records.Values.Where(r => !firsts.ContainsKey(r.ClusterId)
            && (r.PowerSince >= to ? !(r.FirstSeen >= to) : r is { Power: PowerState.Down, StoppedFor: not null }));
        return firsts.Where(f => f.Value.At >= from && EndsDownTime(f.Value)).Select(f => (f.Key, f.Value.At))
            .Concat(stopped.Select(r => (r.ClusterId, from - Reach)));
    }

    private static bool EndsDownTime(AuditEntry entry) =>
        entry.Kind == AuditKind.Start
        || entry.Left is not null && entry is not { Kind: AuditKind.WentDown, Cause: Cause.Policy or Cause.Manual };

    /// <param name="entries">The entries, newest first.</param>
    private static IReadOnlyList<AuditEntry> SinceLastChange(IReadOnlyList<AuditEntry> entries)
    {
        var starts = entries.TakeWhile(e => e.Kind == AuditKind.Start).Count();
        return starts < entries.Count ? [.. entries.Take(starts + 1).Reverse()] : [];
    }
}
