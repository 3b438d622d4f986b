using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Core.State;

/// <summary>The documents of a kind, independent of their value type.</summary>
internal interface IDocumentSet
{
    string Kind { get; }

    /// <summary>The documents that could not be parsed when they were loaded.</summary>
    IReadOnlyList<DamagedDocument> Damaged { get; }

    /// <summary>Fills the set with the documents of its kind.</summary>
    /// <param name="cache">The result of earlier loads; empty for a read that does not return all documents.</param>
    Task LoadAsync(Func<string, KnownDocuments, Task<ReadResult>> read, DocumentCache cache);

    /// <summary>Sets aside the damaged document of a key. Returns false if there is none.</summary>
    Task<bool> SetAsideDamagedAsync(string key, CancellationToken cancellationToken);

    /// <summary>Copies the values to another set of the same kind that has no store.</summary>
    void CopyTo(IDocumentSet other);

    /// <summary>Clears a set that has no store.</summary>
    void Clear();
}

/// <summary>
/// The documents of a kind as values, with the versions that their next writes need. Different keys may be written concurrently.
/// </summary>
/// <param name="store">Null to keep changes only in memory.</param>
internal sealed partial class DocumentSet<T>(IDocumentStore? store, string kind, Func<T, string> keyOf, ILogger logger) : IDocumentSet
    where T : class
{
    private readonly ConcurrentDictionary<string, DamagedDocument> damaged = [];
    private readonly ConcurrentDictionary<string, VersionedValue<T>?> written = [];
    private ConcurrentDictionary<string, T> values = [];
    private LoadedDocuments<T> loaded = LoadedDocuments<T>.None;

    public string Kind => kind;

    public IReadOnlyDictionary<string, T> Values => values;

    public bool IsEmpty => values.IsEmpty;

    public IReadOnlyList<DamagedDocument> Damaged { get; private set; } = [];

    public static async Task<DocumentSet<T>> LoadAsync(
        IDocumentStore store, string kind, Func<T, string> keyOf, ILogger logger, Func<string, Task<ReadResult>> read)
    {
        var set = new DocumentSet<T>(store, kind, keyOf, logger);
        await set.LoadAsync((kind, _) => read(kind), new());
        return set;
    }

    public async Task LoadAsync(Func<string, KnownDocuments, Task<ReadResult>> read, DocumentCache cache)
    {
        var before = cache.Of<T>(kind);
        var result = await read(kind, before.Known);
        var parsed = Parse(result);
        var byKey = parsed.Count == 0 && result.Unchanged.Count == before.ByKey.Count
            ? before.ByKey
            : new Dictionary<string, VersionedValue<T>>(
                result.Unchanged.Select(key => KeyValuePair.Create(key, before.ByKey[key])).Concat(parsed));
        loaded = new(byKey, result.Mark, damaged.IsEmpty);
        cache.Set(kind, loaded);
        values = new(concurrencyLevel: -1, byKey.Count);
        foreach (var (key, document) in byKey)
            values[key] = document.Value;
        Damaged = [.. damaged.Values.OrderBy(d => d.Key, StringComparer.Ordinal)];
    }

    /// <summary>Rereads the document of a key, which another process may have changed since it was loaded.</summary>
    public async Task RereadAsync(string key, CancellationToken cancellationToken)
    {
        if (store is null)
            return;
        var read = await store.FindAsync(kind, key, cancellationToken);
        values.TryRemove(key, out _);
        written[key] = null;
        damaged.TryRemove(key, out _);
        foreach (var (_, document) in Parse(read))
        {
            written[key] = document;
            values[key] = document.Value;
        }
    }

    /// <summary>Writes the value unless it is unchanged. Sets aside a damaged document with the same key.</summary>
    public Task SaveAsync(T value, CancellationToken cancellationToken)
    {
        var key = keyOf(value);
        if (store is not null)
            return WriteAsync(store, key, value, cancellationToken);
        if (!values.TryGetValue(key, out var known) || !ReferenceEquals(known, value))
        {
            values[key] = value;
            damaged.TryRemove(key, out _);
        }
        return Task.CompletedTask;
    }

    /// <summary>Deletes the value of a key, or sets aside its damaged document. Returns false if there is neither.</summary>
    public async Task<bool> RemoveAsync(string key, CancellationToken cancellationToken)
    {
        if (store is null)
            return values.TryRemove(key, out _) | damaged.TryRemove(key, out _);
        if (Stored(key) is not { } known)
            return await SetAsideDamagedAsync(key, cancellationToken);
        await store.DeleteAsync(kind, key, known.Version, cancellationToken);
        written[key] = null;
        return values.TryRemove(key, out _);
    }

    public bool IsDamaged(string key) => damaged.ContainsKey(key);

    public async Task<bool> SetAsideDamagedAsync(string key, CancellationToken cancellationToken)
    {
        if (!damaged.TryGetValue(key, out var document))
            return false;
        if (store is null)
            return damaged.TryRemove(key, out _);
        var aside = await store.SetAsideAsync(kind, key, document.Version, cancellationToken);
        Log.SetAside(logger, kind, key, document.Problem, aside);
        return damaged.TryRemove(key, out _);
    }

    public void CopyTo(IDocumentSet other)
    {
        foreach (var (key, value) in values)
            ((DocumentSet<T>)other).values[key] = value;
    }

    public void Clear() => values.Clear();

    private async Task WriteAsync(IDocumentStore store, string key, T value, CancellationToken cancellationToken)
    {
        if (TextToStore(key, value) is not { } json)
        {
            values[key] = value;
            return;
        }
        await SetAsideDamagedAsync(key, cancellationToken);
        Keep(key, value, await store.WriteAsync(kind, key, json, Stored(key)?.Version, cancellationToken));
    }

    private void Keep(string key, T value, string version)
    {
        written[key] = new(value, version);
        values[key] = value;
    }

    private VersionedValue<T>? Stored(string key) =>
        written.TryGetValue(key, out var document) ? document : loaded.ByKey.GetValueOrDefault(key);

    /// <summary>Returns the value as JSON; null if the store already has it.</summary>
    private string? TextToStore(string key, T value)
    {
        var known = Stored(key);
        if (ReferenceEquals(known?.Value, value))
            return null;
        var json = Serialize(value);
        // The stored value is serialized again, because an earlier version may have written the same value differently.
        return known is null || Serialize(known.Value) != json ? json : null;
    }

    private static string Serialize(T value) => JsonSerializer.Serialize(value, StateJson.Documents);

    /// <summary>Returns the documents that can be parsed, and remembers the damaged ones.</summary>
    private List<KeyValuePair<string, VersionedValue<T>>> Parse(ReadResult read)
    {
        foreach (var document in read.Damaged)
            damaged[document.Key] = document;
        var parsed = new List<KeyValuePair<string, VersionedValue<T>>>(read.Documents.Count);
        foreach (var document in read.Documents)
        {
            try
            {
                parsed.Add(new(document.Key, new(Parse(document), document.Version)));
            }
            catch (JsonException e)
            {
                damaged[document.Key] = new(
                    kind, document.Key, document.Version, $"cannot be read by this version: {e.Message}");
            }
        }
        return parsed;
    }

    private T Parse(StoredDocument document)
    {
        var value = JsonSerializer.Deserialize<T>(document.Json, StateJson.Documents) ?? throw new JsonException("It is null.");
        return keyOf(value) == document.Key ? value : throw new JsonException($"It belongs to '{keyOf(value)}'.");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The {Kind} '{Key}' {Problem}. Saved as {Aside}")]
        public static partial void SetAside(ILogger logger, string kind, string key, string problem, string aside);
    }
}
