using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Policies.Decisions;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Core.State;

/// <summary>Loads what is remembered of the account.</summary>
public sealed class DocumentAccountStore(IDocumentStore store, string account, ILogger<DocumentAccountStore> logger) : IAccountStore
{
    public string Account => account;

    /// <exception cref="StateUnavailableException">The store cannot be reached or read. A damaged document is no reason.</exception>
    public async Task<AccountState> LoadAsync(CancellationToken cancellationToken)
    {
        var records = DocumentSet<ClusterRecord>.LoadAsync(store, "record", r => r.ClusterId, StateJson.Default.ClusterRecord, logger, cancellationToken);
        var holds = DocumentSet<Hold>.LoadAsync(store, "hold", h => h.ClusterId, StateJson.Default.Hold, logger, cancellationToken);
        var incidents = DocumentSet<Incident>.LoadAsync(store, "incident", i => i.Key, StateJson.Default.Incident, logger, cancellationToken);
        var runs = DocumentSet<RecentRuns>.LoadAsync(store, "runs", _ => "recent", StateJson.Default.RecentRuns, logger, cancellationToken);
        var messages = DocumentSet<Message>.LoadAsync(store, "message", m => m.Id, StateJson.Default.Message, logger, cancellationToken);
        var channels = DocumentSet<ChannelState>.LoadAsync(store, "channel", c => c.Channel, StateJson.Default.ChannelState, logger, cancellationToken);
        await Task.WhenAll(records, holds, incidents, runs, messages, channels);
        return new DocumentAccountState(await records, await holds, await incidents, await runs, await messages, await channels);
    }
}
