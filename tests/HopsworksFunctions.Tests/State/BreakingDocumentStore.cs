using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Tests.State;

/// <summary>A store that calls a test before it writes many documents at once.</summary>
internal sealed class BreakingDocumentStore(IDocumentStore inner, Action onWriteAll) : IDocumentStore
{
    public Task<ReadResult> ReadAsync(string kind, CancellationToken cancellationToken) => inner.ReadAsync(kind, cancellationToken);

    public Task<ReadResult> FindAsync(string kind, string key, CancellationToken cancellationToken) =>
        inner.FindAsync(kind, key, cancellationToken);

    public Task<string> WriteAsync(string kind, string key, string json, string? version, CancellationToken cancellationToken) =>
        inner.WriteAsync(kind, key, json, version, cancellationToken);

    public Task<IReadOnlyList<WriteResult>> WriteAllAsync(
        string kind, IReadOnlyList<DocumentWrite> writes, CancellationToken cancellationToken)
    {
        onWriteAll();
        return inner.WriteAllAsync(kind, writes, cancellationToken);
    }

    public Task DeleteAsync(string kind, string key, string version, CancellationToken cancellationToken) =>
        inner.DeleteAsync(kind, key, version, cancellationToken);

    public Task<string> SetAsideAsync(string kind, string key, string version, CancellationToken cancellationToken) =>
        inner.SetAsideAsync(kind, key, version, cancellationToken);
}
