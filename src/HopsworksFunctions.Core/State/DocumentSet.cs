using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Core.State;

/// <summary>The documents of a kind, independent of their value type.</summary>
internal interface IDocumentSet
{
    string Kind { get; }

    /// <summary>Documents that could not be parsed when loaded.</summary>
    IReadOnlyList<DamagedDocument> Damaged { get; }

    /// <summary>Fills the set with the documents of its kind.</summary>
    Task LoadAsync(Func<string, Task<ReadResult>> read);

    /// <summary>False when the key has no damaged document.</summary>
    Task<bool> SetAsideDamagedAsync(string key, CancellationToken cancellationToken);

    /// <summary>Adds the values to another set of the same kind, which has no store.</summary>
    void CopyTo(IDocumentSet other);

    /// <summary>Clears a set that has no store.</summary>
    void Clear();
}

/// <summary>
/// The documents of a kind as values, with the versions that their next writes need. Different keys may be written concurrently.
/// </summary>
/// <param name="store">Null to keep changes in memory only.</param>
internal sealed partial class DocumentSet<T>(IDocumentStore? store, string kind, Func<T, string> keyOf, ILogger logger) : IDocumentSet
    where T : class
{
    private readonly ConcurrentDictionary<string, T> values = [];
    private readonly ConcurrentDictionary<string, StoredDocument> stored = [];
    private readonly ConcurrentDictionary<string, DamagedDocument> damaged = [];

    public string Kind => kind;

    public IReadOnlyDictionary<string, T> Values => values;

    public IReadOnlyList<DamagedDocument> Damaged { get; private set; } = [];

    public static async Task<DocumentSet<T>> LoadAsync(
        IDocumentStore store, string kind, Func<T, string> keyOf, ILogger logger, Func<string, Task<ReadResult>> read)
    {
        var set = new DocumentSet<T>(store, kind, keyOf, logger);
        await set.LoadAsync(read);
        return set;
    }

    public async Task LoadAsync(Func<string, Task<ReadResult>> read)
    {
        Add(await read(kind));
        Damaged = [.. damaged.Values.OrderBy(d => d.Key, StringComparer.Ordinal)];
    }

    /// <summary>Rereads a key's document, which another process may have changed since it was loaded.</summary>
    public async Task RereadAsync(string key, CancellationToken cancellationToken)
    {
        if (store is null)
            return;
        var read = await store.FindAsync(kind, key, cancellationToken);
        values.TryRemove(key, out _);
        stored.TryRemove(key, out _);
        damaged.TryRemove(key, out _);
        Add(read);
    }

    /// <summary>Writes the value unless it is unchanged; sets aside a damaged document under its key.</summary>
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

    /// <summary>Deletes the key's value, or sets aside a damaged one; false when there is neither.</summary>
    public async Task<bool> RemoveAsync(string key, CancellationToken cancellationToken)
    {
        if (store is null)
            return values.TryRemove(key, out _) | damaged.TryRemove(key, out _);
        if (!stored.TryGetValue(key, out var known))
            return await SetAsideDamagedAsync(key, cancellationToken);
        await store.DeleteAsync(kind, key, known.Version, cancellationToken);
        stored.TryRemove(key, out _);
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
        var json = JsonSerializer.Serialize(value, StateJson.Documents);
        var known = stored.GetValueOrDefault(key);
        if (known?.Json != json)
        {
            await SetAsideDamagedAsync(key, cancellationToken);
            stored[key] = new(key, json, await store.WriteAsync(kind, key, json, known?.Version, cancellationToken));
        }
        values[key] = value;
    }

    private void Add(ReadResult read)
    {
        foreach (var document in read.Damaged)
            damaged[document.Key] = document;
        foreach (var document in read.Documents)
            Add(document);
    }

    private void Add(StoredDocument document)
    {
        try
        {
            var value = JsonSerializer.Deserialize<T>(document.Json, StateJson.Documents) ?? throw new JsonException("It is null.");
            if (keyOf(value) != document.Key)
                throw new JsonException($"It belongs to '{keyOf(value)}'.");
            values[document.Key] = value;
            // Serialized as this version writes it, so that unchanged values are recognized.
            if (store is not null)
                stored[document.Key] = document with { Json = JsonSerializer.Serialize(value, StateJson.Documents) };
        }
        catch (JsonException e)
        {
            damaged[document.Key] = new(
                kind, document.Key, document.Version, $"cannot be read by this version: {e.Message}");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The {Kind} '{Key}' {Problem}. Saved as {Aside}")]
        public static partial void SetAside(ILogger logger, string kind, string key, string problem, string aside);
    }
}
