namespace HopsworksFunctions.Core.State;

/// <summary>Reads another store's documents and forgets what is written, so that a plan can go as far as a run without a trace.</summary>
internal sealed class ReadOnlyDocuments(IDocumentStore store) : IDocumentStore
{
    public Task<ReadResult> ReadAsync(string kind, CancellationToken cancellationToken) => store.ReadAsync(kind, cancellationToken);

    public Task<ReadResult> FindAsync(string kind, string key, CancellationToken cancellationToken) =>
        store.FindAsync(kind, key, cancellationToken);

    public Task<string> WriteAsync(string kind, string key, string json, string? version, CancellationToken cancellationToken) =>
        Task.FromResult(version ?? "");

    public Task DeleteAsync(string kind, string key, string version, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string> SetAsideAsync(string kind, string key, string version, CancellationToken cancellationToken) => Task.FromResult("");
}
