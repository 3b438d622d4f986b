using System.Globalization;
using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Tests.State;

/// <summary>Documents that are gone when the process ends, for simulations and tests.</summary>
public sealed class MemoryDocumentStore : IDocumentStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Kind, string Key), StoredDocument> documents = [];
    private long writes;

    public Task<ReadResult> ReadAsync(string kind, CancellationToken cancellationToken)
    {
        lock (gate)
            return Task.FromResult(new ReadResult([.. documents.Where(d => d.Key.Kind == kind).Select(d => d.Value).OrderBy(d => d.Key,
                StringComparer.Ordinal)], []));
    }

    public Task<ReadResult> FindAsync(string kind, string key, CancellationToken cancellationToken)
    {
        lock (gate)
            return Task.FromResult(new ReadResult(documents.TryGetValue((kind, key), out var document) ? [document] : [], []));
    }

    public Task<string> WriteAsync(string kind, string key, string json, string? version, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Expect(kind, key, version);
            var written = new StoredDocument(key, json, (++writes).ToString(CultureInfo.InvariantCulture));
            documents[(kind, key)] = written;
            return Task.FromResult(written.Version);
        }
    }

    public Task DeleteAsync(string kind, string key, string version, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Expect(kind, key, version);
            documents.Remove((kind, key));
            return Task.CompletedTask;
        }
    }

    public Task<string> SetAsideAsync(string kind, string key, string version, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Expect(kind, key, version);
            documents.Remove((kind, key), out var document);
            var aside = $"{kind}.corrupt-{version}";
            documents[(aside, key)] = document!;
            return Task.FromResult($"{aside}/{key}");
        }
    }

    private void Expect(string kind, string key, string? version)
    {
        if (documents.GetValueOrDefault((kind, key))?.Version != version)
            throw StateConflictException.Changed(kind, key);
    }
}
