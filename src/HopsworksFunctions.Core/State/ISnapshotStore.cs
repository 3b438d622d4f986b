using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>An account's snapshots, one for each UTC day, stored apart from the documents that they are copies of.</summary>
public interface ISnapshotStore
{
    /// <summary>Stores a day's snapshot whole or not at all, replacing an earlier one.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    Task SaveAsync(LocalDate day, byte[] snapshot, CancellationToken cancellationToken);

    /// <summary>The stored snapshots, newest first; empty where nothing was ever stored.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<IReadOnlyList<StoredSnapshot>> ListAsync(CancellationToken cancellationToken);

    /// <summary>A day's snapshot; null if there is none.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<byte[]?> ReadAsync(LocalDate day, CancellationToken cancellationToken);

    /// <summary>Deletes a day's snapshot, if there is one.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    Task DeleteAsync(LocalDate day, CancellationToken cancellationToken);
}

/// <summary>A snapshot as listed.</summary>
/// <param name="SavedAt">When it was last written, by the store's clock.</param>
/// <param name="Bytes">Its length.</param>
public sealed record StoredSnapshot(LocalDate Day, Instant SavedAt, long Bytes);
