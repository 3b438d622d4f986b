using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>The changes that a restore makes to a state.</summary>
internal sealed class RestorePlan
{
    public RestorePlan(StateSnapshot snapshot, AccountState state, Instant now)
    {
        foreach (var kept in snapshot.Records)
        {
            var seen = state.Records.GetValueOrDefault(kept.ClusterId);
            if (seen is null || RestoredRecord.IsNewer(seen, snapshot.TakenAt))
                Records.Add(RestoredRecord.Of(kept, seen, now));
        }
        Left = snapshot.Records.Count - Records.Count;
        var held = snapshot.Holds.Where(hold => hold.InForce(now));
        Holds = [.. held.Where(hold => !state.Holds.ContainsKey(hold.ClusterId) && !state.HoldIsDamaged(hold.ClusterId))];
        var frozen = state.Freezes.Where(freeze => !LostState.IsCauseOf(freeze)).ToLookup(freeze => freeze.Rule);
        Freezes = [.. snapshot.Freezes.Where(freeze => freeze.InForce(now) && !frozen.Contains(freeze.Rule))];
        var open = state.Incidents.Select(incident => incident.Key).ToHashSet(StringComparer.Ordinal);
        Incidents = [.. snapshot.Incidents.Where(incident => !open.Contains(incident.Key))];
    }

    public List<ClusterRecord> Records { get; } = [];

    /// <summary>The number of records that stay unchanged because the app knew the cluster before the snapshot was taken.</summary>
    public int Left { get; }

    public IReadOnlyList<Hold> Holds { get; }

    public IReadOnlyList<Freeze> Freezes { get; }

    public IReadOnlyList<Incident> Incidents { get; }

    /// <summary>Writes all changes, starting with freezes and holds, because they prevent actions.</summary>
    public async Task ApplyAsync(AccountState state, CancellationToken cancellationToken)
    {
        foreach (var freeze in Freezes)
            await state.SaveAsync(freeze, cancellationToken);
        foreach (var hold in Holds)
            await state.SaveAsync(hold, cancellationToken);
        if ((await state.SaveAllAsync(Records, cancellationToken)).FirstOrDefault(failure => failure is not null) is { } failed)
            throw failed;
        await state.ChangeAllAsync(Incidents, [], cancellationToken);
    }
}
