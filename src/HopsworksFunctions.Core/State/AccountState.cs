using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// What is remembered of an account, as loaded and since saved. Unchanged values are not written again.
/// Different clusters may be saved at the same time; a save throws <see cref="StateConflictException"/> when somebody else wrote in between.
/// </summary>
public abstract class AccountState
{
    /// <summary>By cluster id; of clusters that are gone too.</summary>
    public abstract IReadOnlyDictionary<string, ClusterRecord> Records { get; }

    /// <summary>By cluster id; expired ones too, until they are removed.</summary>
    public abstract IReadOnlyDictionary<string, Hold> Holds { get; }

    /// <summary>Null when the cluster has none, or it is over.</summary>
    public Hold? HoldInForce(string clusterId, Instant now) => Holds.GetValueOrDefault(clusterId) is { } hold && hold.InForce(now) ? hold : null;

    /// <summary>Those open, the oldest first.</summary>
    public abstract IReadOnlyList<Incident> Incidents { get; }

    /// <summary>The last hundred that finished, the newest first.</summary>
    public abstract IReadOnlyList<FinishedRun> Runs { get; }

    /// <summary>By id: what is still to be sent, and what was told lately.</summary>
    public abstract IReadOnlyDictionary<string, Message> Messages { get; }

    /// <summary>By key: those that fail, or did until lately.</summary>
    public abstract IReadOnlyDictionary<string, ChannelState> Channels { get; }

    /// <summary>Null before the first.</summary>
    public FinishedRun? LastRun => Runs is [var last, ..] ? last : null;

    /// <summary>Whether no run of this hour has finished yet: what is to be done once an hour falls to this one.</summary>
    public bool IsFirstOfHour(Instant now) => LastRun is not { } last || last.StartedAt.UtcDateTime.Hour != now.ToDateTimeUtc().Hour;

    /// <summary>
    /// What could not be understood when the state was loaded; it counts as missing. It stays in its place, and is found again by the
    /// next load, until a save or removal under its key sets it aside.
    /// </summary>
    public virtual IReadOnlyList<DamagedDocument> Damaged => [];

    /// <summary>Whether a cluster has a hold that could not be understood, and that nobody has replaced or released since.</summary>
    public virtual bool HoldIsDamaged(string clusterId) => false;

    /// <summary>Moves a damaged document to where a person can find it, unchanged.</summary>
    public virtual Task SetAsideAsync(DamagedDocument document, CancellationToken cancellationToken) => Task.CompletedTask;

    public abstract Task SaveAsync(ClusterRecord record, CancellationToken cancellationToken);

    public abstract Task SaveAsync(Hold hold, CancellationToken cancellationToken);

    public abstract Task SaveAsync(Message message, CancellationToken cancellationToken);

    public abstract Task SaveAsync(ChannelState channel, CancellationToken cancellationToken);

    /// <summary>Adds a run as the last one.</summary>
    public abstract Task AddAsync(FinishedRun run, CancellationToken cancellationToken);

    /// <summary>Forgets a cluster.</summary>
    public abstract Task RemoveRecordAsync(string clusterId, CancellationToken cancellationToken);

    public abstract Task RemoveHoldAsync(string clusterId, CancellationToken cancellationToken);

    public abstract Task RemoveMessageAsync(string id, CancellationToken cancellationToken);

    public abstract Task RemoveChannelAsync(string key, CancellationToken cancellationToken);

    /// <summary>Takes over what somebody may have done with a cluster's hold since it was loaded.</summary>
    public abstract Task RereadHoldAsync(string clusterId, CancellationToken cancellationToken);

    /// <summary>Opens an incident; false when one of its kind is open already, which then stays as it is.</summary>
    public abstract Task<bool> OpenAsync(Incident incident, CancellationToken cancellationToken);

    /// <summary>Closes the incident of this kind and cluster; false when there is none.</summary>
    public abstract Task<bool> CloseAsync(Incident incident, CancellationToken cancellationToken);
}
