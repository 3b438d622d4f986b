using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>The record of every decision and action, with reasons. Entries are only added, never changed.</summary>
public interface IAuditLog
{
    /// <summary>Adds an entry, which is durable when the call returns. Safe for concurrent threads and processes.</summary>
    /// <exception cref="StateUnavailableException">The entry may not have been stored.</exception>
    Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Adds entries in this order as separate calls would, but in as few calls as the log allows.</summary>
    /// <returns>For each entry, the reason the log refused it; null if it was stored.</returns>
    /// <exception cref="StateUnavailableException">Some entries may not have been stored.</exception>
    async Task<IReadOnlyList<StateRefusedException?>> AppendAllAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var refusals = new List<StateRefusedException?>(entries.Count);
        foreach (var entry in entries)
            refusals.Add(await StateRefusedException.OfAsync(() => AppendAsync(entry, cancellationToken)));
        return refusals;
    }

    /// <summary>Returns the newest entries first. Within one instant, the last entry added by a process comes first.</summary>
    /// <exception cref="StateUnavailableException">The log cannot be reached or read.</exception>
    Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Removes a limited number of entries older than <paramref name="before"/>. Call again to remove more.</summary>
    /// <exception cref="StateUnavailableException">Some entries may remain.</exception>
    Task PruneAsync(Instant before, CancellationToken cancellationToken);
}

/// <summary>A query for audit entries.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Limit">The maximum number of entries, at least 1.</param>
/// <param name="After">The end of an earlier page; null for the first.</param>
public sealed record AuditQuery(
    string? ClusterId = null, Instant? From = null, Instant? To = null, int Limit = 100, AuditCursor? After = null)
{
    /// <summary>The kinds to return; null for all.</summary>
    public IReadOnlyList<AuditKind>? Kinds { get; init; }

    internal bool Asks(string key, AuditEntry entry) =>
        (ClusterId is null || entry.ClusterId == ClusterId)
        && (Kinds is null || Kinds.Contains(entry.Kind))
        && !(entry.At < From) && !(entry.At >= To)
        && (After is null || string.CompareOrdinal(key, After.Key) > 0);
}

/// <summary>A page of the log.</summary>
/// <param name="Next">The start of the next page; null on the last.</param>
/// <param name="Damaged">One sentence per entry that could not be parsed and was left out.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, AuditCursor? Next, IReadOnlyList<string> Damaged)
{
    /// <summary>The number of damaged entries that are listed individually.</summary>
    private const int MaxNamed = 20;

    /// <summary>Returns the first sentences of <see cref="Damaged"/>, and the number of further ones.</summary>
    public IReadOnlyList<string> FirstDamaged() => Damaged.Count <= MaxNamed
        ? Damaged
        : [.. Damaged.Take(MaxNamed), $"{Damaged.Count - MaxNamed} more entries of this page cannot be read."];
}
