namespace HopsworksFunctions.Core.State;

/// <summary>
/// What is kept of one account between runs: small JSON documents by kind and key, each with a version that a writer must know.
/// </summary>
public interface IDocumentStore
{
    /// <summary>All documents of a kind, in the order of their keys.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<IReadOnlyList<StoredDocument>> ReadAsync(string kind, CancellationToken cancellationToken);

    /// <summary>Writes a whole document, or nothing; durable when it returns.</summary>
    /// <param name="version">The version read before; null for a document that must not exist yet.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="StateConflictException">The document has another version, exists already, or is gone.</exception>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    Task<string> WriteAsync(string kind, string key, string json, string? version, CancellationToken cancellationToken);

    /// <summary>Deletes a document if it still has this version.</summary>
    /// <exception cref="StateConflictException">The document has another version, or is gone.</exception>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    Task DeleteAsync(string kind, string key, string version, CancellationToken cancellationToken);
}

/// <summary>A document as it was read.</summary>
/// <param name="Version">Opaque; changes with every write.</param>
public sealed record StoredDocument(string Key, string Json, string Version);

/// <summary>Somebody else wrote the document in the meantime.</summary>
public sealed class StateConflictException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The store cannot be reached, read or written; the message says what to do.</summary>
public sealed class StateUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
