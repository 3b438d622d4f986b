using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Core.State;

/// <summary>The documents of a kind as values, with the versions that their next writes need. Different keys may be written at the same time.</summary>
internal sealed partial class DocumentSet<T> where T : class
{
    private readonly IDocumentStore store;
    private readonly string kind;
    private readonly Func<T, string> keyOf;
    private readonly JsonTypeInfo<T> type;
    private readonly ILogger logger;
    private readonly ConcurrentDictionary<string, T> values = [];
    private readonly ConcurrentDictionary<string, StoredDocument> stored = [];
    private readonly ConcurrentDictionary<string, DamagedDocument> damaged = [];

    private DocumentSet(IDocumentStore store, string kind, Func<T, string> keyOf, JsonTypeInfo<T> type, ILogger logger) =>
        (this.store, this.kind, this.keyOf, this.type, this.logger) = (store, kind, keyOf, type, logger);

    public IReadOnlyDictionary<string, T> Values => values;

    /// <summary>What could not be understood when it was loaded.</summary>
    public IReadOnlyList<DamagedDocument> Damaged { get; private set; } = [];

    public static async Task<DocumentSet<T>> LoadAsync(
        IDocumentStore store, string kind, Func<T, string> keyOf, JsonTypeInfo<T> type, ILogger logger, Func<string, Task<ReadResult>> read)
    {
        var set = new DocumentSet<T>(store, kind, keyOf, type, logger);
        set.Add(await read(kind));
        set.Damaged = [.. set.damaged.Values.OrderBy(d => d.Key, StringComparer.Ordinal)];
        return set;
    }

    /// <summary>Takes over what somebody may have done with a key's document since it was loaded.</summary>
    public async Task RereadAsync(string key, CancellationToken cancellationToken)
    {
        var read = await store.FindAsync(kind, key, cancellationToken);
        values.TryRemove(key, out _);
        stored.TryRemove(key, out _);
        damaged.TryRemove(key, out _);
        Add(read);
    }

    /// <summary>Writes the value unless it is stored already; a damaged document in its place is set aside.</summary>
    public async Task SaveAsync(T value, CancellationToken cancellationToken)
    {
        var key = keyOf(value);
        var json = JsonSerializer.Serialize(value, type);
        var known = stored.GetValueOrDefault(key);
        if (known?.Json != json)
        {
            await SetAsideDamagedAsync(key, cancellationToken);
            stored[key] = new(key, json, await store.WriteAsync(kind, key, json, known?.Version, cancellationToken));
        }
        values[key] = value;
    }

    /// <summary>Deletes the value of the key, and sets aside a damaged one; false when there is neither.</summary>
    public async Task<bool> RemoveAsync(string key, CancellationToken cancellationToken)
    {
        if (!stored.TryGetValue(key, out var known))
            return await SetAsideDamagedAsync(key, cancellationToken);
        await store.DeleteAsync(kind, key, known.Version, cancellationToken);
        stored.TryRemove(key, out _);
        return values.TryRemove(key, out _);
    }

    public bool IsDamaged(string key) => damaged.ContainsKey(key);

    /// <summary>False when the key's document is not damaged, or there is none.</summary>
    public async Task<bool> SetAsideDamagedAsync(string key, CancellationToken cancellationToken)
    {
        if (!damaged.TryGetValue(key, out var document))
            return false;
        var aside = await store.SetAsideAsync(kind, key, document.Version, cancellationToken);
        Log.SetAside(logger, kind, key, document.Problem, aside);
        return damaged.TryRemove(key, out _);
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
            var value = JsonSerializer.Deserialize(document.Json, type) ?? throw new JsonException("It is null.");
            if (keyOf(value) != document.Key)
                throw new JsonException($"It belongs to '{keyOf(value)}'.");
            values[document.Key] = value;
            // As this version writes it, so that an unchanged value is known for one.
            stored[document.Key] = document with { Json = JsonSerializer.Serialize(value, type) };
        }
        catch (JsonException e)
        {
            damaged[document.Key] = new(kind, document.Key, document.Version, $"is not a {kind} that this version understands: {e.Message}");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The {Kind} '{Key}' {Problem}. It is kept as {Aside}")]
        public static partial void SetAside(ILogger logger, string kind, string key, string problem, string aside);
    }
}
