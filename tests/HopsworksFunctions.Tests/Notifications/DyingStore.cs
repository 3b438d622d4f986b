using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Tests.State;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>A document store in memory that fails to write one kind while a test says so, as if the process died there.</summary>
internal sealed class DyingStore : IDocumentStore
{
    private readonly MemoryDocumentStore inner = new();

    public string? DiesOf { get; set; }

    public int Writes { get; private set; }

    public Task<ReadResult> ReadAsync(string kind, CancellationToken cancellationToken) => inner.ReadAsync(kind, cancellationToken);

    public Task<ReadResult> FindAsync(string kind, string key, CancellationToken cancellationToken) =>
        inner.FindAsync(kind, key, cancellationToken);

    public Task<string> WriteAsync(string kind, string key, string json, string? version, CancellationToken cancellationToken)
    {
        Live(kind);
        return inner.WriteAsync(kind, key, json, version, cancellationToken);
    }

    public Task DeleteAsync(string kind, string key, string version, CancellationToken cancellationToken)
    {
        Live(kind);
        return inner.DeleteAsync(kind, key, version, cancellationToken);
    }

    public Task<string> SetAsideAsync(string kind, string key, string version, CancellationToken cancellationToken) =>
        inner.SetAsideAsync(kind, key, version, cancellationToken);

    private void Live(string kind)
    {
        Writes++;
        if (kind == DiesOf)
            throw new StateUnavailableException($"died of a {kind}");
    }
}
