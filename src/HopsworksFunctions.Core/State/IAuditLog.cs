using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>The record of every decision and action, with reasons. Entries are only added, never changed.</summary>
public interface IAuditLog
{
    /// <summary>Adds an entry; durable when it returns. Safe for concurrent threads and processes.</summary>
    /// <exception cref="StateUnavailableException">The entry may not have been stored.</exception>
    Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Adds entries in this order, each as one of its own would be, in as few calls as the log allows.</summary>
    /// <returns>For each entry, why the log did not take it; null if it was stored.</returns>
    /// <exception cref="StateUnavailableException">Some entries may not have been stored.</exception>
    async Task<IReadOnlyList<StateRefusedException?>> AppendAllAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var refusals = new List<StateRefusedException?>(entries.Count);
        foreach (var entry in entries)
            refusals.Add(await StateRefusedException.OfAsync(() => AppendAsync(entry, cancellationToken)));
        return refusals;
    }

    /// <summary>Newest first; within one instant, the entries that a process added last come first.</summary>
    /// <exception cref="StateUnavailableException">The log cannot be reached or read.</exception>
    Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Removes a limited number of entries older than <paramref name="before"/>; call again to remove more.</summary>
    /// <exception cref="StateUnavailableException">Some entries may remain.</exception>
    Task PruneAsync(Instant before, CancellationToken cancellationToken);
}

/// <summary>Which entries to read.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Limit">At least one.</param>
/// <param name="After">The end of an earlier page; null for the first.</param>
public sealed record AuditQuery(
    string? ClusterId = null, Instant? From = null, Instant? To = null, int Limit = 100, AuditCursor? After = null)
{
    /// <summary>Only entries of these kinds; null for all.</summary>
    public IReadOnlyList<AuditKind>? Kinds { get; init; }

    internal bool Asks(string key, AuditEntry entry) =>
        (ClusterId is null || entry.ClusterId == ClusterId)
        && (Kinds is null || Kinds.Contains(entry.Kind))
        && !(entry.At < From) && !(entry.At >= To)
        && (After is null || string.CompareOrdinal(key, After.Key) > 0);
}

/// <summary>A page of the log.</summary>
/// <param name="Next">The start of the next page; null on the last.</param>
/// <param name="Damaged">Entries that could not be parsed and were left out, one sentence each.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, AuditCursor? Next, IReadOnlyList<string> Damaged)
{
    /// <summary>How many damaged entries are named one by one.</summary>
    private const int MaxNamed = 20;

    /// <summary>The first of <see cref="Damaged"/>, and how many more there are.</summary>
    public IReadOnlyList<string> FirstDamaged() => Damaged.Count <= MaxNamed
        ? Damaged
        : [.. Damaged.Take(MaxNamed), $"{Damaged.Count - MaxNamed} more entries of this page cannot be read."];
}
