using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>What was decided and done, and why: entries are added and never changed.</summary>
public interface IAuditLog
{
    /// <summary>Adds an entry; durable when it returns. Safe from several threads and processes at a time.</summary>
    /// <exception cref="StateUnavailableException">The entry may not have been kept.</exception>
    Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>The newest entries first; of one instant, those that one process added last come first.</summary>
    /// <exception cref="StateUnavailableException">The log cannot be reached or read.</exception>
    Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Removes entries from before an instant, a bounded number in one call; the same call again goes on.</summary>
    /// <exception cref="StateUnavailableException">Not all may have been removed.</exception>
    Task PruneAsync(Instant before, CancellationToken cancellationToken);
}

/// <summary>Which entries to read.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Limit">At least one.</param>
/// <param name="After">Where an earlier page ended; null for the first.</param>
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

/// <summary>Some entries of the log.</summary>
/// <param name="Next">Where the next page begins; null when there is none.</param>
/// <param name="Damaged">What could not be understood and was left out, one sentence each.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, AuditCursor? Next, IReadOnlyList<string> Damaged);
