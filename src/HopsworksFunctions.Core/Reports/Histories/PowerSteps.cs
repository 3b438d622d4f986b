using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Histories;

/// <summary>The state of a cluster from <paramref name="At"/> on: running, stopped, deleted or unknown.</summary>
/// <param name="Cause">The cause of the start or stop; null for other changes.</param>
/// <param name="By">The person's name; null if no person did it or the name is unknown.</param>
/// <param name="ForHold">Whether the app did it because of a hold.</param>
public sealed record PowerStep(Instant At, KnownPower State, Cause? Cause = null, string? By = null, bool ForHold = false);

public enum KnownPower
{
    Unknown,
    Up,
    Down,
    /// <summary>Hopsworks.ai no longer listed the cluster.</summary>
    Gone,
}

/// <summary>Derives the times when a cluster ran from the audit log. Pure.</summary>
public static class PowerSteps
{
    public static readonly IReadOnlyList<AuditKind> Kinds = [AuditKind.CameUp, AuditKind.WentDown, AuditKind.ClusterDeleted];

    /// <param name="entries">This cluster's entries of <see cref="Kinds"/>, oldest first.</param>
    /// <param name="record">Null if the cluster no longer has a record.</param>
    /// <returns>The steps, oldest first. The state before the first step is unknown.</returns>
    public static IReadOnlyList<PowerStep> Of(IReadOnlyList<AuditEntry> entries, ClusterRecord? record)
    {
        var found = new List<PowerStep>();
        if (entries is [])
        {
            if (record is { Gone: null, Power: { } power } && (record.PowerSince ?? record.FirstSeen) is { } since)
                found.Add(new(since, power == PowerState.Up ? KnownPower.Up : KnownPower.Down));
            return found;
        }
        // An observed change shows the state of the cluster before it.
        if (entries[0] is { Left: not null, Kind: AuditKind.CameUp or AuditKind.WentDown } first)
            found.Add(new(Instant.MinValue, first.Kind == AuditKind.CameUp ? KnownPower.Down : KnownPower.Up));
        foreach (var entry in entries)
        {
            // Between the last certain observation and this one, the cluster may have been in either state.
            if (entry.Left is { } left && left < entry.At && (found is [] || found[^1].At < left))
                found.Add(new(left, KnownPower.Unknown));
            var state = entry.Kind switch
            {
                AuditKind.CameUp => KnownPower.Up,
                AuditKind.WentDown => KnownPower.Down,
                _ => KnownPower.Gone,
            };
            found.Add(new(entry.At, state, entry.Cause, entry.By, entry.Reason is Reason.HoldUp or Reason.HoldDown));
        }
        return found;
    }
}
