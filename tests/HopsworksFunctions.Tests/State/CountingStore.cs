using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;

namespace HopsworksFunctions.Tests.State;

/// <summary>A store in memory that counts the documents written and set aside.</summary>
internal sealed class CountingStore : IDocumentStore
{
    private readonly MemoryDocumentStore inner = new();
    private int writes;

    public int Writes => writes;

    public int Asides { get; private set; }

    public Task<ReadResult> ReadAsync(string kind, CancellationToken cancellationToken) => inner.ReadAsync(kind, cancellationToken);

    public Task<ReadResult> FindAsync(string kind, string key, CancellationToken cancellationToken) =>
        inner.FindAsync(kind, key, cancellationToken);

    public Task<string> WriteAsync(string kind, string key, string json, string? version, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref writes);
        return inner.WriteAsync(kind, key, json, version, cancellationToken);
    }

    public Task DeleteAsync(string kind, string key, string version, CancellationToken cancellationToken) =>
        inner.DeleteAsync(kind, key, version, cancellationToken);

    public Task<string> SetAsideAsync(string kind, string key, string version, CancellationToken cancellationToken)
    {
        Asides++;
        return inner.SetAsideAsync(kind, key, version, cancellationToken);
    }
}
