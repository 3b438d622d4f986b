using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Timelines;

/// <summary>Computes the times when a cluster was seen running, without times that were not observed. Pure.</summary>
internal static class UpTimes
{
    /// <param name="entries">
    /// This cluster's entries for starting, stopping or being deleted, oldest first, including those from days before the range.
    /// </param>
    /// <param name="record">Null if the cluster no longer has a record.</param>
    public static IReadOnlyList<UpTime> Of(IReadOnlyList<AuditEntry> entries, ClusterRecord? record, Instant from, Instant to)
    {
        var found = new List<UpTime>();
        var up = Before(entries, record);
        foreach (var entry in entries)
        {
            if (entry.Kind == AuditKind.CameUp)
            {
                up ??= new(entry.At, null, entry.Cause ?? Cause.Unknown);
            }
            else if (up is not null)
            {
                found.Add(up with { To = entry.Left ?? up.From });
                up = null;
            }
        }
        if (up is not null)
            found.Add(up);
        return [.. found.Select(u => Clip(u, from, to)).OfType<UpTime>()];
    }

    /// <summary>
    /// Returns an uptime that started before the first entry. It is derived from that entry or, if there are no entries, from the record.
    /// </summary>
    private static UpTime? Before(IReadOnlyList<AuditEntry> entries, ClusterRecord? record) => entries switch
    {
        [{ Kind: AuditKind.WentDown, Cause: Cause.Policy or Cause.Manual }, ..] => new(Instant.MinValue, null, Cause.Unknown),
        [] when record is { Power: PowerState.Up, Gone: null } =>
            new(record.PowerSince ?? Instant.MaxValue, null, record.StartedByHand ? Cause.Manual : Cause.Unknown),
        _ => null,
    };

    private static UpTime? Clip(UpTime up, Instant from, Instant to)
    {
        if (Instant.Max(up.From, from) >= to || up.To <= from || up.To <= up.From)
            return null;
        return up with { From = Instant.Max(up.From, from), To = up.To is { } end ? Instant.Min(end, to) : null };
    }
}
