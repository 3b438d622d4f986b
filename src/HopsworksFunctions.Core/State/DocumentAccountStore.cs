using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Policies.Decisions;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Core.State;

/// <summary>Loads what is remembered of the account.</summary>
public sealed class DocumentAccountStore(IDocumentStore store, string account, ILogger<DocumentAccountStore> logger) : IAccountStore
{
    private const string Record = "record";
    private const string Hold = "hold";
    private const string Runs = "runs";

    public string Account => account;

    /// <exception cref="StateUnavailableException">The store cannot be reached or read. A damaged document is no reason.</exception>
    public Task<AccountState> LoadAsync(CancellationToken cancellationToken) => LoadAsync(kind => store.ReadAsync(kind, cancellationToken));

    /// <inheritdoc/>
    public Task<AccountState> LoadAsync(string clusterId, CancellationToken cancellationToken) => LoadAsync(
        kind => kind switch
        {
            Record or Hold => store.FindAsync(kind, clusterId, cancellationToken),
            Runs => store.ReadAsync(kind, cancellationToken),
            _ => Task.FromResult(ReadResult.Empty),
        });

    private async Task<AccountState> LoadAsync(Func<string, Task<ReadResult>> read)
    {
        var records = DocumentSet<ClusterRecord>.LoadAsync(store, Record, r => r.ClusterId, StateJson.Default.ClusterRecord, logger, read);
        var holds = DocumentSet<Policies.Decisions.Hold>.LoadAsync(store, Hold, h => h.ClusterId, StateJson.Default.Hold, logger, read);
        var incidents = DocumentSet<Incident>.LoadAsync(store, "incident", i => i.Key, StateJson.Default.Incident, logger, read);
        var runs = DocumentSet<RecentRuns>.LoadAsync(store, Runs, _ => "recent", StateJson.Default.RecentRuns, logger, read);
        var messages = DocumentSet<Message>.LoadAsync(store, "message", m => m.Id, StateJson.Default.Message, logger, read);
        var channels = DocumentSet<ChannelState>.LoadAsync(store, "channel", c => c.Channel, StateJson.Default.ChannelState, logger, read);
        await Task.WhenAll(records, holds, incidents, runs, messages, channels);
        return new DocumentAccountState(await records, await holds, await incidents, await runs, await messages, await channels);
    }
}
