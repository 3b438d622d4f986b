using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.State;

/// <summary>An account's state in documents, one for each record, hold and incident.</summary>
internal sealed class DocumentAccountState : AccountState
{
    private readonly DocumentSet<ClusterRecord> records;
    private readonly DocumentSet<Hold> holds;
    private readonly DocumentSet<Incident> incidents;
    private readonly DocumentSet<RecentRuns> runs;
    private readonly DocumentSet<Message> messages;
    private readonly DocumentSet<ChannelState> channels;

    public DocumentAccountState(
        DocumentSet<ClusterRecord> records, DocumentSet<Hold> holds, DocumentSet<Incident> incidents, DocumentSet<RecentRuns> runs,
        DocumentSet<Message> messages, DocumentSet<ChannelState> channels)
    {
        (this.records, this.holds, this.incidents, this.runs) = (records, holds, incidents, runs);
        (this.messages, this.channels) = (messages, channels);
    }

    public override IReadOnlyDictionary<string, ClusterRecord> Records => records.Values;

    public override IReadOnlyDictionary<string, Hold> Holds => holds.Values;

    public override IReadOnlyList<Incident> Incidents => [.. incidents.Values.Values.OrderBy(i => i.Since).ThenBy(i => i.Key, StringComparer.Ordinal)];

    public override IReadOnlyList<FinishedRun> Runs => Recent.Runs;

    public override IReadOnlyDictionary<string, Message> Messages => messages.Values;

    public override IReadOnlyDictionary<string, ChannelState> Channels => channels.Values;

    public override IReadOnlyList<DamagedDocument> Damaged =>
        [.. records.Damaged, .. holds.Damaged, .. incidents.Damaged, .. runs.Damaged, .. messages.Damaged, .. channels.Damaged];

    public override bool HoldIsDamaged(string clusterId) => holds.IsDamaged(clusterId);

    public override Task SetAsideAsync(DamagedDocument document, CancellationToken cancellationToken) => document.Kind switch
    {
        DocumentKinds.Record => records.SetAsideDamagedAsync(document.Key, cancellationToken),
        DocumentKinds.Hold => holds.SetAsideDamagedAsync(document.Key, cancellationToken),
        DocumentKinds.Incident => incidents.SetAsideDamagedAsync(document.Key, cancellationToken),
        DocumentKinds.Runs => runs.SetAsideDamagedAsync(document.Key, cancellationToken),
        DocumentKinds.Message => messages.SetAsideDamagedAsync(document.Key, cancellationToken),
        DocumentKinds.Channel => channels.SetAsideDamagedAsync(document.Key, cancellationToken),
        _ => throw new ArgumentException($"There is no {document.Kind} in an account's state.", nameof(document)),
    };

    public override Task SaveAsync(ClusterRecord record, CancellationToken cancellationToken) => records.SaveAsync(record, cancellationToken);

    public override Task RemoveRecordAsync(string clusterId, CancellationToken cancellationToken) => records.RemoveAsync(clusterId, cancellationToken);

    public override Task SaveAsync(Hold hold, CancellationToken cancellationToken) => holds.SaveAsync(hold, cancellationToken);

    public override Task RemoveHoldAsync(string clusterId, CancellationToken cancellationToken) => holds.RemoveAsync(clusterId, cancellationToken);

    public override Task RereadHoldAsync(string clusterId, CancellationToken cancellationToken) => holds.RereadAsync(clusterId, cancellationToken);

    public override async Task<bool> OpenAsync(Incident incident, CancellationToken cancellationToken)
    {
        if (incidents.Values.ContainsKey(incident.Key))
            return false;
        await incidents.SaveAsync(incident, cancellationToken);
        return true;
    }

    public override Task<bool> CloseAsync(Incident incident, CancellationToken cancellationToken) => incidents.RemoveAsync(incident.Key, cancellationToken);

    public override Task SaveAsync(Message message, CancellationToken cancellationToken) => messages.SaveAsync(message, cancellationToken);

    public override Task SaveAsync(ChannelState channel, CancellationToken cancellationToken) => channels.SaveAsync(channel, cancellationToken);

    public override Task RemoveMessageAsync(string id, CancellationToken cancellationToken) => messages.RemoveAsync(id, cancellationToken);

    public override Task RemoveChannelAsync(string key, CancellationToken cancellationToken) => channels.RemoveAsync(key, cancellationToken);

    public override Task AddAsync(FinishedRun run, CancellationToken cancellationToken) => runs.SaveAsync(Recent.With(run), cancellationToken);

    private RecentRuns Recent => runs.Values.Values.FirstOrDefault() ?? new([]);
}
