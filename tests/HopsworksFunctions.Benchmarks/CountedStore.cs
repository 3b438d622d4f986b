using HopsworksFunctions.Core.State;
using NodaTime;

namespace HopsworksFunctions.Benchmarks;

/// <summary>A store and audit log that count their calls.</summary>
internal sealed class CountedStore(IDocumentStore store, IAuditLog log) : IDocumentStore, IAuditLog
{
    private int calls;

    public int Calls => calls;

    public Task<ReadResult> ReadAsync(string kind, CancellationToken cancellationToken) =>
        Counted(store.ReadAsync(kind, cancellationToken));

    public Task<ReadResult> ReadAsync(string kind, KnownDocuments known, CancellationToken cancellationToken) =>
        Counted(store.ReadAsync(kind, known, cancellationToken));

    public Task<ReadResult> FindAsync(string kind, string key, CancellationToken cancellationToken) =>
        Counted(store.FindAsync(kind, key, cancellationToken));

    public Task<string> WriteAsync(string kind, string key, string json, string? version, CancellationToken cancellationToken) =>
        Counted(store.WriteAsync(kind, key, json, version, cancellationToken));

    public Task<IReadOnlyList<WriteResult>> WriteAllAsync(
        string kind, IReadOnlyList<DocumentWrite> writes, CancellationToken cancellationToken) =>
        Counted(store.WriteAllAsync(kind, writes, cancellationToken));

    public Task DeleteAsync(string kind, string key, string version, CancellationToken cancellationToken) =>
        Counted(store.DeleteAsync(kind, key, version, cancellationToken));

    public Task<string> SetAsideAsync(string kind, string key, string version, CancellationToken cancellationToken) =>
        Counted(store.SetAsideAsync(kind, key, version, cancellationToken));

    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken) => Counted(log.AppendAsync(entry, cancellationToken));

    public Task<IReadOnlyList<StateRefusedException?>> AppendAllAsync(
        IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken) => Counted(log.AppendAllAsync(entries, cancellationToken));

    public Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken) =>
        Counted(log.ReadAsync(query, cancellationToken));

    public Task PruneAsync(Instant before, CancellationToken cancellationToken) => Counted(log.PruneAsync(before, cancellationToken));

    private T Counted<T>(T call)
    {
        Interlocked.Increment(ref calls);
        return call;
    }
}
