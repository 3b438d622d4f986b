using HopsworksFunctions.Core.Policies.Decisions;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// What is remembered of an account, as loaded and since saved. Unchanged values are not written again.
/// Different clusters may be saved at the same time; a save throws <see cref="StateConflictException"/> when somebody else wrote in between.
/// </summary>
public sealed class AccountState
{
    private readonly DocumentSet<ClusterRecord> records;
    private readonly DocumentSet<Hold> holds;
    private readonly DocumentSet<Incident> incidents;
    private readonly RunDocument run;

    internal AccountState(DocumentSet<ClusterRecord> records, DocumentSet<Hold> holds, DocumentSet<Incident> incidents, RunDocument run) =>
        (this.records, this.holds, this.incidents, this.run) = (records, holds, incidents, run);

    /// <summary>By cluster id.</summary>
    public IReadOnlyDictionary<string, ClusterRecord> Records => records.Values;

    /// <summary>By cluster id; expired ones too, until they are removed.</summary>
    public IReadOnlyDictionary<string, Hold> Holds => holds.Values;

    /// <summary>Those open, the oldest first.</summary>
    public IReadOnlyList<Incident> Incidents => [.. incidents.Values.Values.OrderBy(i => i.Since).ThenBy(i => i.Key, StringComparer.Ordinal)];

    /// <summary>The report of the last run, as JSON; null before the first.</summary>
    public string? LastRun => run.Json;

    /// <summary>
    /// What could not be understood when the state was loaded; it counts as missing. It stays in its place, and is found again by the
    /// next load, until a save or removal under its key sets it aside.
    /// </summary>
    public IReadOnlyList<DamagedDocument> Damaged => [.. records.Damaged, .. holds.Damaged, .. incidents.Damaged, .. run.Damaged];

    public Task SaveAsync(ClusterRecord record, CancellationToken cancellationToken) => records.SaveAsync(record, cancellationToken);

    /// <summary>Forgets a cluster.</summary>
    public Task RemoveRecordAsync(string clusterId, CancellationToken cancellationToken) => records.RemoveAsync(clusterId, cancellationToken);

    public Task SaveAsync(Hold hold, CancellationToken cancellationToken) => holds.SaveAsync(hold, cancellationToken);

    public Task RemoveHoldAsync(string clusterId, CancellationToken cancellationToken) => holds.RemoveAsync(clusterId, cancellationToken);

    /// <summary>Opens an incident; false when one of its kind is open already, which then stays as it is.</summary>
    public async Task<bool> OpenAsync(Incident incident, CancellationToken cancellationToken)
    {
        if (incidents.Values.ContainsKey(incident.Key))
            return false;
        await incidents.SaveAsync(incident, cancellationToken);
        return true;
    }

    /// <summary>Closes the incident of this kind and cluster; false when there is none.</summary>
    public Task<bool> CloseAsync(Incident incident, CancellationToken cancellationToken) => incidents.RemoveAsync(incident.Key, cancellationToken);

    /// <param name="json">The run's report.</param>
    public Task SaveRunAsync(string json, CancellationToken cancellationToken) => run.SaveAsync(json, cancellationToken);
}
