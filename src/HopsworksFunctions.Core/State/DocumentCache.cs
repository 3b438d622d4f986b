using System.Collections.Concurrent;

namespace HopsworksFunctions.Core.State;

/// <summary>The documents found by the last load of each kind, so that the next load parses only changed documents.</summary>
internal sealed class DocumentCache
{
    private readonly ConcurrentDictionary<string, object> kinds = [];

    public LoadedDocuments<T> Of<T>(string kind)
        where T : class =>
        kinds.TryGetValue(kind, out var loaded) ? (LoadedDocuments<T>)loaded : LoadedDocuments<T>.None;

    public void Set<T>(string kind, LoadedDocuments<T> loaded)
        where T : class =>
        kinds[kind] = loaded;
}

/// <summary>The undamaged documents of one load. Both the set and its values are immutable, because several states share them.</summary>
/// <param name="ByKey">Each value with its version in the store.</param>
/// <param name="Mark">See <see cref="ReadResult.Mark"/>.</param>
/// <param name="HasAll">Whether no document was damaged.</param>
internal sealed record LoadedDocuments<T>(Dictionary<string, VersionedValue<T>> ByKey, object? Mark, bool HasAll)
    where T : class
{
    public static readonly LoadedDocuments<T> None = new([], null, HasAll: false);

    public KnownDocuments Known => new(key => ByKey.GetValueOrDefault(key)?.Version, Mark) { All = HasAll ? ByKey.Keys : null };
}

/// <summary>A value as stored.</summary>
internal sealed record VersionedValue<T>(T Value, string Version)
    where T : class;
