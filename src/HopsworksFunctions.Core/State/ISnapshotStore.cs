using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>The snapshots of an account, one per UTC day, stored separately from the documents they copy.</summary>
public interface ISnapshotStore
{
    /// <summary>Stores a day's snapshot completely or not at all, and replaces an earlier one.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    Task SaveAsync(LocalDate day, byte[] snapshot, CancellationToken cancellationToken);

    /// <summary>Returns the stored snapshots, newest first; an empty list if nothing was ever stored.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<IReadOnlyList<StoredSnapshot>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Returns a day's snapshot; null if there is none.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<byte[]?> ReadAsync(LocalDate day, CancellationToken cancellationToken);

    /// <summary>Deletes a day's snapshot if there is one.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    Task DeleteAsync(LocalDate day, CancellationToken cancellationToken);
}

/// <summary>A snapshot in a listing.</summary>
/// <param name="SavedAt">The time of the last write, by the store's clock.</param>
/// <param name="Bytes">The length in bytes.</param>
public sealed record StoredSnapshot(LocalDate Day, Instant SavedAt, long Bytes);
