using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Histories;

/// <summary>From <paramref name="At"/> on, a cluster was up, down, gone, or nobody knows.</summary>
/// <param name="Cause">Who started or stopped it then; null if nobody did.</param>
/// <param name="By">The person's name; null if no person did, or nobody knows which.</param>
/// <param name="ForHold">Whether the app did it to keep a hold.</param>
public sealed record PowerStep(Instant At, KnownPower State, Cause? Cause = null, string? By = null, bool ForHold = false);

public enum KnownPower
{
    Unknown,
    Up,
    Down,
    /// <summary>Hopsworks.ai did not list it any more.</summary>
    Gone,
}

/// <summary>Reads when a cluster was up in the audit log. Pure.</summary>
public static class PowerSteps
{
    public static readonly IReadOnlyList<AuditKind> Kinds = [AuditKind.CameUp, AuditKind.WentDown, AuditKind.ClusterDeleted];

    /// <param name="entries">This cluster's entries of <see cref="Kinds"/>, oldest first.</param>
    /// <param name="record">Null when the cluster has no record any more.</param>
    /// <returns>Oldest first; unknown before the first.</returns>
    public static IReadOnlyList<PowerStep> Of(IReadOnlyList<AuditEntry> entries, ClusterRecord? record)
    {
        var found = new List<PowerStep>();
        if (entries is [])
        {
            if (record is { Gone: null, Power: { } power } && (record.PowerSince ?? record.FirstSeen) is { } since)
                found.Add(new(since, power == PowerState.Up ? KnownPower.Up : KnownPower.Down));
            return found;
        }
        // A change that was seen says what the cluster did before it.
        if (entries[0] is { Left: not null, Kind: AuditKind.CameUp or AuditKind.WentDown } first)
            found.Add(new(Instant.MinValue, first.Kind == AuditKind.CameUp ? KnownPower.Down : KnownPower.Up));
        foreach (var entry in entries)
        {
            // Between the last certain sight and this one, it may have been either.
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
