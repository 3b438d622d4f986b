using System.Globalization;

namespace HopsworksFunctions.Core.State.Memory;

/// <summary>Documents that exist only until the process ends, for simulations and tests.</summary>
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

    /// <summary>Copies all documents to a store that has none of them.</summary>
    /// <exception cref="StateConflictException">The other store already has one of the documents.</exception>
    /// <exception cref="StateUnavailableException">The other store cannot be reached or written, or refuses a document.</exception>
    public async Task CopyToAsync(IDocumentStore other, CancellationToken cancellationToken)
    {
        List<(string Kind, StoredDocument Document)> all;
        lock (gate)
            all = [.. documents.Select(document => (document.Key.Kind, document.Value))];
        foreach (var kind in all.GroupBy(document => document.Kind, document => document.Document))
        {
            var writes = kind.Select(document => new DocumentWrite(document.Key, document.Json, null));
            var results = await other.WriteAllAsync(kind.Key, [.. writes], cancellationToken);
            if (results.FirstOrDefault(result => result.Failure is not null).Failure is { } failure)
                throw failure;
        }
    }

    private void Expect(string kind, string key, string? version)
    {
        if (documents.GetValueOrDefault((kind, key))?.Version != version)
            throw StateConflictException.Changed(kind, key);
    }
}
