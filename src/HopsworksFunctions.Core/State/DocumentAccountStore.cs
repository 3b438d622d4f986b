using HopsworksFunctions.Policies.Decisions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HopsworksFunctions.Core.State;

/// <summary>Loads what is remembered of the account.</summary>
public sealed class DocumentAccountStore(IDocumentStore store, string account, ILogger<DocumentAccountStore> logger) : IAccountStore
{
    public string Account => account;

    /// <exception cref="StateUnavailableException">The store cannot be reached or read. A damaged document is no reason.</exception>
    public Task<AccountState> LoadAsync(CancellationToken cancellationToken) =>
        LoadAsync(store, logger, kind => store.ReadAsync(kind, cancellationToken));

    /// <inheritdoc/>
    public Task<AccountState> LoadReadOnlyAsync(CancellationToken cancellationToken) =>
        LoadAsync(new ReadOnlyDocuments(store), NullLogger.Instance, kind => store.ReadAsync(kind, cancellationToken));

    /// <inheritdoc/>
    public Task<AccountState> LoadAsync(string clusterId, CancellationToken cancellationToken) => LoadAsync(
        store,
        logger,
        kind => kind switch
        {
            DocumentKinds.Record or DocumentKinds.Hold => store.FindAsync(kind, clusterId, cancellationToken),
            DocumentKinds.Runs => store.ReadAsync(kind, cancellationToken),
            _ => Task.FromResult(ReadResult.Empty),
        });

    private static async Task<AccountState> LoadAsync(IDocumentStore store, ILogger logger, Func<string, Task<ReadResult>> read)
    {
        var records = DocumentSet<ClusterRecord>.LoadAsync(store, DocumentKinds.Record, r => r.ClusterId, StateJson.Default.ClusterRecord, logger, read);
        var holds = DocumentSet<Hold>.LoadAsync(store, DocumentKinds.Hold, h => h.ClusterId, StateJson.Default.Hold, logger, read);
        var incidents = DocumentSet<Incident>.LoadAsync(store, DocumentKinds.Incident, i => i.Key, StateJson.Default.Incident, logger, read);
        var runs = DocumentSet<RecentRuns>.LoadAsync(store, DocumentKinds.Runs, _ => "recent", StateJson.Default.RecentRuns, logger, read);
        var messages = DocumentSet<Message>.LoadAsync(store, DocumentKinds.Message, m => m.Id, StateJson.Default.Message, logger, read);
        var channels = DocumentSet<ChannelState>.LoadAsync(store, DocumentKinds.Channel, c => c.Channel, StateJson.Default.ChannelState, logger, read);
        await Task.WhenAll(records, holds, incidents, runs, messages, channels);
        return new DocumentAccountState(await records, await holds, await incidents, await runs, await messages, await channels);
    }
}
