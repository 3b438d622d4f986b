namespace HopsworksFunctions.Core.State;

/// <summary>The stored documents of one account: small JSON texts by kind and key, each with a version that a writer must know.</summary>
public interface IDocumentStore
{
    /// <summary>All documents of a kind, in ordinal order of their keys. Changes nothing, not even damaged documents.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<ReadResult> ReadAsync(string kind, CancellationToken cancellationToken);

    /// <summary>The document with this key, if any, as <see cref="ReadAsync"/> would return it.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<ReadResult> FindAsync(string kind, string key, CancellationToken cancellationToken);

    /// <summary>Writes the whole document or nothing; durable when it returns.</summary>
    /// <param name="version">The version that was read; null for a document that must not exist yet.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="StateConflictException">The document has another version, already exists (maybe damaged), or is gone.</exception>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    Task<string> WriteAsync(string kind, string key, string json, string? version, CancellationToken cancellationToken);

    /// <summary>Deletes a document if it still has this version.</summary>
    /// <exception cref="StateConflictException">The document has another version, or is gone.</exception>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    Task DeleteAsync(string kind, string key, string version, CancellationToken cancellationToken);

    /// <summary>Moves a document, unchanged, to where only a person finds it, so that its key can be written again.</summary>
    /// <returns>Where it is now.</returns>
    /// <exception cref="StateConflictException">The document has another version, or is gone.</exception>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    Task<string> SetAsideAsync(string kind, string key, string version, CancellationToken cancellationToken);
}

/// <summary>The documents of a kind, and the damaged ones.</summary>
public sealed record ReadResult(IReadOnlyList<StoredDocument> Documents, IReadOnlyList<DamagedDocument> Damaged)
{
    public static readonly ReadResult Empty = new([], []);

    internal static ReadResult InOrder(IEnumerable<StoredDocument> documents, IEnumerable<DamagedDocument> damaged) =>
        new([.. documents.OrderBy(d => d.Key, StringComparer.Ordinal)], [.. damaged.OrderBy(d => d.Key, StringComparer.Ordinal)]);
}

/// <summary>A document as read.</summary>
/// <param name="Version">Opaque; changes with every write.</param>
public sealed record StoredDocument(string Key, string Json, string Version);

/// <summary>A document that is not JSON, not the app's, or of a newer schema; it stays in place until it is set aside.</summary>
/// <param name="Problem">What is wrong with it, as a clause that follows its name.</param>
public sealed record DamagedDocument(string Kind, string Key, string Version, string Problem)
{
    /// <summary>The cluster it concerns; null for none or several.</summary>
    public string? ClusterId => Kind is DocumentKinds.Record or DocumentKinds.Hold ? Key : null;
}

/// <summary>Another writer changed the document in the meantime.</summary>
public sealed class StateConflictException(string message, Exception? inner = null) : Exception(message, inner)
{
    internal static StateConflictException Changed(string kind, string key, Exception? inner = null) =>
        new($"The {kind} '{key}' was changed by another request at the same time.", inner);
}

/// <summary>The store cannot be reached, read or written; the message says what to do.</summary>
public class StateUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The store works, but does not take this document or entry, such as one that is too large.</summary>
public sealed class StateRefusedException(string message, Exception? inner = null) : StateUnavailableException(message, inner);
