using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Core.State;

/// <summary>Loads the account's state from documents.</summary>
public sealed class DocumentAccountStore(IDocumentStore store, string account, ILogger<DocumentAccountStore> logger) : IAccountStore
{
    private readonly DocumentCache cache = new();

    public string Account => account;

    /// <exception cref="StateUnavailableException">The store cannot be reached or read. A damaged document does not cause it.</exception>
    public Task<AccountState> LoadAsync(CancellationToken cancellationToken) =>
        AccountState.LoadAsync(store, logger, (kind, known) => store.ReadAsync(kind, known, cancellationToken), cache);

    /// <inheritdoc/>
    public Task<AccountState> LoadReadOnlyAsync(CancellationToken cancellationToken) =>
        AccountState.LoadAsync(null, logger, (kind, known) => store.ReadAsync(kind, known, cancellationToken), cache);

    /// <inheritdoc/>
    public Task<AccountState> LoadAsync(string clusterId, CancellationToken cancellationToken) =>
        AccountState.LoadAsync(store, logger, (kind, _) => kind switch
        {
            DocumentKinds.Record or DocumentKinds.Hold => store.FindAsync(kind, clusterId, cancellationToken),
            DocumentKinds.Runs or DocumentKinds.Freeze => store.ReadAsync(kind, cancellationToken),
            _ => Task.FromResult(ReadResult.Empty),
        }, new());
}
