using HopsworksFunctions.Core.Policies.Decisions;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Core.State;

/// <summary>Loads what is remembered of the account.</summary>
public sealed class AccountStateStore(IDocumentStore store, ILogger<AccountStateStore> logger)
{
    /// <exception cref="StateUnavailableException">The store cannot be reached or read. A damaged document is no reason.</exception>
    public async Task<AccountState> LoadAsync(CancellationToken cancellationToken)
    {
        var records = DocumentSet<ClusterRecord>.LoadAsync(store, "record", r => r.ClusterId, StateJson.Default.ClusterRecord, logger, cancellationToken);
        var holds = DocumentSet<Hold>.LoadAsync(store, "hold", h => h.ClusterId, StateJson.Default.Hold, logger, cancellationToken);
        var incidents = DocumentSet<Incident>.LoadAsync(store, "incident", i => i.Key, StateJson.Default.Incident, logger, cancellationToken);
        var run = store.ReadAsync(RunDocument.Kind, cancellationToken);
        await Task.WhenAll(records, holds, incidents, run);
        return new(await records, await holds, await incidents, new(store, await run));
    }
}
