namespace HopsworksFunctions.Core.State;

/// <summary>The stored documents of one account: small JSON texts by kind and key. Each has a version that a writer must know.</summary>
public interface IDocumentStore
{
    /// <summary>Returns all documents of a kind, in ordinal order of their keys. Changes nothing, not even damaged documents.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<ReadResult> ReadAsync(string kind, CancellationToken cancellationToken);

    /// <summary>Returns the same, but may return only the key of a document that has certainly not changed.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<ReadResult> ReadAsync(string kind, KnownDocuments known, CancellationToken cancellationToken) =>
        ReadAsync(kind, cancellationToken);

    /// <summary>Returns the document with this key, if any, as a read of its kind would.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<ReadResult> FindAsync(string kind, string key, CancellationToken cancellationToken);

    /// <summary>Writes the whole document or nothing. The document is durable when the call returns.</summary>
    /// <param name="version">The version that was read; null for a document that must not exist yet.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="StateConflictException">
    /// The document has another version, already exists (possibly damaged), or is gone.
    /// </exception>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    Task<string> WriteAsync(string kind, string key, string json, string? version, CancellationToken cancellationToken);

    /// <summary>
    /// Writes and deletes documents with different keys as separate calls would, but in as few calls as the store allows. If the store
    /// refuses one document, it still writes the others.
    /// </summary>
    /// <returns>The result of each write, in the same order.</returns>
    /// <exception cref="StateUnavailableException">
    /// The store cannot be reached or written. Some documents may have been written.
    /// </exception>
    async Task<IReadOnlyList<WriteResult>> WriteAllAsync(
        string kind, IReadOnlyList<DocumentWrite> writes, CancellationToken cancellationToken)
    {
        var results = new List<WriteResult>(writes.Count);
        foreach (var write in writes)
            results.Add(await WriteResult.OfAsync(() => WriteAsync(kind, write, cancellationToken)));
        return results;
    }

    private async Task<string?> WriteAsync(string kind, DocumentWrite write, CancellationToken cancellationToken)
    {
        if (write.Json is { } json)
            return await WriteAsync(kind, write.Key, json, write.Version, cancellationToken);
        await DeleteAsync(kind, write.Key, write.Version!, cancellationToken);
        return null;
    }

    /// <summary>Deletes a document if it still has this version.</summary>
    /// <exception cref="StateConflictException">The document has another version, or is gone.</exception>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    Task DeleteAsync(string kind, string key, string version, CancellationToken cancellationToken);

    /// <summary>Moves a document, unchanged, to a place where only a person finds it, so that its key can be written again.</summary>
    /// <returns>The new location.</returns>
    /// <exception cref="StateConflictException">The document has another version, or is gone.</exception>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    Task<string> SetAsideAsync(string kind, string key, string version, CancellationToken cancellationToken);
}

/// <summary>The documents of a kind, including the damaged ones.</summary>
public sealed record ReadResult(IReadOnlyList<StoredDocument> Documents, IReadOnlyList<DamagedDocument> Damaged)
{
    public static readonly ReadResult Empty = new([], []);

    /// <summary>The keys of the documents that have not changed since the caller read them.</summary>
    public IReadOnlyCollection<string> Unchanged { get; init; } = [];

    /// <summary>The value to pass as <see cref="KnownDocuments.Mark"/> to the next read.</summary>
    public object? Mark { get; init; }

    /// <summary>The keys and versions of all documents in the result, damaged or not.</summary>
    internal IEnumerable<(string Key, string Version)> Versions =>
        Documents.Select(d => (d.Key, d.Version)).Concat(Damaged.Select(d => (d.Key, d.Version)));

    internal static ReadResult InOrder(IEnumerable<StoredDocument> documents, IEnumerable<DamagedDocument> damaged) =>
        new([.. documents.OrderBy(d => d.Key, StringComparer.Ordinal)], [.. damaged.OrderBy(d => d.Key, StringComparer.Ordinal)]);
}

/// <summary>The documents of a kind returned by an earlier read.</summary>
/// <param name="VersionOf">Returns the version by key; null for an unknown document.</param>
/// <param name="Mark">The <see cref="ReadResult.Mark"/> of that read.</param>
public sealed record KnownDocuments(Func<string, string?> VersionOf, object? Mark)
{
    public static readonly KnownDocuments None = new(_ => null, null);

    /// <summary>The keys of all documents; null if that read also found damaged documents.</summary>
    public IReadOnlyCollection<string>? All { get; init; }
}

/// <summary>A document to write or delete.</summary>
/// <param name="Json">Null to delete it.</param>
/// <param name="Version">The version that was read; null for a document that must not exist yet.</param>
public sealed record DocumentWrite(string Key, string? Json, string? Version);

/// <summary>The result of one of several writes.</summary>
/// <param name="Version">The new version; null if the document was deleted or not written.</param>
/// <param name="Failure">
/// A <see cref="StateConflictException"/> or <see cref="StateRefusedException"/>; null if the document was written or deleted.
/// </param>
public readonly record struct WriteResult(string? Version, Exception? Failure)
{
    /// <summary>Makes one write and returns its rejection, which concerns only this document.</summary>
    internal static async Task<WriteResult> OfAsync(Func<Task<string?>> write)
    {
        try
        {
            return new(await write(), null);
        }
        catch (Exception e) when (e is StateConflictException or StateRefusedException)
        {
            return new(null, e);
        }
    }
}

/// <summary>A document as read.</summary>
/// <param name="Version">Opaque; changes with every write.</param>
public sealed record StoredDocument(string Key, string Json, string Version);

/// <summary>
/// A document that is not JSON, was not written by the app, or has a newer schema. It stays in place until it is set aside.
/// </summary>
/// <param name="Problem">The problem, as a clause that follows the document's name.</param>
public sealed record DamagedDocument(string Kind, string Key, string Version, string Problem)
{
    /// <summary>The id of the cluster it concerns; null if it concerns none or several.</summary>
    public string? ClusterId => Kind is DocumentKinds.Record or DocumentKinds.Hold ? Key : null;
}

/// <summary>The exception for a document that another writer changed in the meantime.</summary>
public sealed class StateConflictException(string message, Exception? inner = null) : Exception(message, inner)
{
    internal static StateConflictException Changed(string kind, string key, Exception? inner = null) =>
        new($"The {kind} '{key}' was changed by another request at the same time.", inner);
}

/// <summary>The exception for a store that cannot be reached, read or written. The message says what to do.</summary>
public class StateUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The exception for a document or entry that a working store refuses, for example because it is too large.</summary>
public sealed class StateRefusedException(string message, Exception? inner = null) : StateUnavailableException(message, inner)
{
    /// <summary>Makes a write and returns its refusal; null if it was not refused.</summary>
    internal static async Task<StateRefusedException?> OfAsync(Func<Task> write)
    {
        try
        {
            await write();
            return null;
        }
        catch (StateRefusedException e)
        {
            return e;
        }
    }
}
