using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Tests.State;

/// <summary>A store that fails the writes chosen by a test, by kind and key. All other calls go through.</summary>
internal sealed class FailingDocumentStore(IDocumentStore inner) : IDocumentStore
{
    public Func<string, string, Exception?> OnWrite { get; set; } = (_, _) => null;

    public Task<ReadResult> ReadAsync(string kind, CancellationToken cancellationToken) => inner.ReadAsync(kind, cancellationToken);

    public Task<ReadResult> FindAsync(string kind, string key, CancellationToken cancellationToken) =>
        inner.FindAsync(kind, key, cancellationToken);

    public Task<string> WriteAsync(string kind, string key, string json, string? version, CancellationToken cancellationToken) =>
        OnWrite(kind, key) is { } failure ? throw failure : inner.WriteAsync(kind, key, json, version, cancellationToken);

    public Task DeleteAsync(string kind, string key, string version, CancellationToken cancellationToken) =>
        inner.DeleteAsync(kind, key, version, cancellationToken);

    public Task<string> SetAsideAsync(string kind, string key, string version, CancellationToken cancellationToken) =>
        inner.SetAsideAsync(kind, key, version, cancellationToken);
}
