using HopsworksFunctions.Core.Policies;
using HopsworksFunctions.Core.Policies.Decisions;
using HopsworksFunctions.Core.Reconciliation;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// An account's records as they were loaded, and what was saved of them since. Saving what has not changed writes nothing.
/// Different clusters may be saved at the same time.
/// </summary>
public abstract class AccountState
{
    /// <summary>By cluster id; of clusters that are gone too.</summary>
    public abstract IReadOnlyDictionary<string, ClusterRecord> Records { get; }

    /// <summary>By cluster id; some may be over.</summary>
    public abstract IReadOnlyDictionary<string, Hold> Holds { get; }

    /// <summary>Those that have begun and are not over.</summary>
    public abstract IReadOnlyCollection<Incident> Incidents { get; }

    /// <summary>The last finished run; null before the first.</summary>
    public abstract LastRun? LastRun { get; }

    public Incident? IncidentOf(EventKind kind, string? clusterId)
    {
        foreach (var incident in Incidents)
        {
            if (incident.Kind == kind && incident.ClusterId == clusterId)
                return incident;
        }
        return null;
    }

    /// <exception cref="StateConflictException">Somebody else saved it since it was loaded.</exception>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    public abstract Task SaveAsync(ClusterRecord record, CancellationToken cancellationToken);

    /// <inheritdoc cref="SaveAsync(ClusterRecord, CancellationToken)"/>
    public abstract Task SaveAsync(Hold hold, CancellationToken cancellationToken);

    /// <inheritdoc cref="SaveAsync(ClusterRecord, CancellationToken)"/>
    public abstract Task SaveAsync(LastRun run, CancellationToken cancellationToken);

    /// <inheritdoc cref="SaveAsync(ClusterRecord, CancellationToken)"/>
    public abstract Task RemoveHoldAsync(string clusterId, CancellationToken cancellationToken);

    /// <inheritdoc cref="SaveAsync(ClusterRecord, CancellationToken)"/>
    public abstract Task OpenAsync(Incident incident, CancellationToken cancellationToken);

    /// <inheritdoc cref="SaveAsync(ClusterRecord, CancellationToken)"/>
    public abstract Task CloseAsync(Incident incident, CancellationToken cancellationToken);
}

/// <summary>Something wrong that people were told of and that is not over.</summary>
/// <param name="ClusterId">Null when it concerns the whole account.</param>
public sealed record Incident(EventKind Kind, string? ClusterId, NodaTime.Instant Since, string Message);
