namespace HopsworksFunctions.Core.State;

/// <summary>The stored documents of one account: small JSON texts by kind and key, each with a version that a writer must know.</summary>
public interface IDocumentStore
{
    /// <summary>All documents of a kind, in ordinal order of their keys. Changes nothing, not even damaged documents.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<ReadResult> ReadAsync(string kind, CancellationToken cancellationToken);

    /// <summary>The same, but a document that is certainly as the caller knows it may be named only, without its text.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<ReadResult> ReadAsync(string kind, KnownDocuments known, CancellationToken cancellationToken) =>
        ReadAsync(kind, cancellationToken);

    /// <summary>The document with this key, if any, as a read of its kind would return it.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<ReadResult> FindAsync(string kind, string key, CancellationToken cancellationToken);

    /// <summary>Writes the whole document or nothing; durable when it returns.</summary>
    /// <param name="version">The version that was read; null for a document that must not exist yet.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="StateConflictException">The document has another version, already exists (maybe damaged), or is gone.</exception>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    Task<string> WriteAsync(string kind, string key, string json, string? version, CancellationToken cancellationToken);

    /// <summary>
    /// Writes and deletes documents of different keys, each as a call of its own would, in as few calls as the store allows. A document
    /// that the store rejects keeps no other from being written.
    /// </summary>
    /// <returns>The result of each write, in the same order.</returns>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written; some documents may have been.</exception>
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

    /// <summary>The keys of documents that are as the caller knows them.</summary>
    public IReadOnlyCollection<string> Unchanged { get; init; } = [];

    /// <summary>For <see cref="KnownDocuments.Mark"/> of the next read.</summary>
    public object? Mark { get; init; }

    /// <summary>The keys and versions of all, damaged or not.</summary>
    internal IEnumerable<(string Key, string Version)> Versions =>
        Documents.Select(d => (d.Key, d.Version)).Concat(Damaged.Select(d => (d.Key, d.Version)));

    internal static ReadResult InOrder(IEnumerable<StoredDocument> documents, IEnumerable<DamagedDocument> damaged) =>
        new([.. documents.OrderBy(d => d.Key, StringComparer.Ordinal)], [.. damaged.OrderBy(d => d.Key, StringComparer.Ordinal)]);
}

/// <summary>The documents of a kind that an earlier read returned.</summary>
/// <param name="VersionOf">By key; null for an unknown document.</param>
/// <param name="Mark">The <see cref="ReadResult.Mark"/> of that read.</param>
public sealed record KnownDocuments(Func<string, string?> VersionOf, object? Mark)
{
    public static readonly KnownDocuments None = new(_ => null, null);

    /// <summary>The keys of all; null if that read also found damaged documents.</summary>
    public IReadOnlyCollection<string>? All { get; init; }
}

/// <summary>A document to write or delete.</summary>
/// <param name="Json">Null to delete it.</param>
/// <param name="Version">The version that was read; null for a document that must not exist yet.</param>
public sealed record DocumentWrite(string Key, string? Json, string? Version);

/// <summary>The result of one of several writes.</summary>
/// <param name="Version">The new version; null if the document was deleted, or not written.</param>
/// <param name="Failure">
/// A <see cref="StateConflictException"/> or <see cref="StateRefusedException"/>; null if the document was written or deleted.
/// </param>
public readonly record struct WriteResult(string? Version, Exception? Failure)
{
    /// <summary>Makes one write, whose rejection concerns its document alone.</summary>
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
public sealed class StateRefusedException(string message, Exception? inner = null) : StateUnavailableException(message, inner)
{
    /// <summary>The refusal of a write; null if it was not refused.</summary>
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
