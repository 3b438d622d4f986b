using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>
/// A period, <paramref name="To"/> exclusive, in which the policies kept a cluster stopped, and its machines before the stop.
/// </summary>
public sealed record DownTime(string ClusterId, string ClusterName, string Rule, NodeList Nodes, Instant From, Instant To)
{
    /// <summary>The part within a range; null when there is none.</summary>
    public DownTime? Within(Instant from, Instant to) =>
        From >= from && To <= to && From < To ? this
        : Instant.Max(From, from) is var start && Instant.Min(To, to) is var end && start < end ? this with { From = start, To = end }
        : null;

    /// <summary>All periods in an audit log.</summary>
    /// <param name="entries">
    /// Starts, and entries about clusters that came up, went down or were deleted; oldest first for each cluster.
    /// </param>
    /// <param name="until">Where periods without an end are cut off: when the clusters were last observed.</param>
    public static IReadOnlyList<DownTime> Of(IEnumerable<AuditEntry> entries, Instant until)
    {
        var found = new List<DownTime>();
        var open = new Dictionary<string, AuditEntry>();
        var asked = new Dictionary<string, Instant>();
        foreach (var entry in entries)
        {
            if (entry.ClusterId is not { } id)
                continue;
            if (Ends(entry, asked, out var end) && open.Remove(id, out var down))
                Add(down, end ?? down.At);
            if (entry is { Kind: AuditKind.WentDown, Cause: Cause.Policy, Nodes: not null })
                open[id] = entry;
        }
        foreach (var down in open.Values)
            Add(down, until);
        return found;

        void Add(AuditEntry down, Instant end)
        {
            if (end > down.At)
                found.Add(new(down.ClusterId!, down.ClusterName ?? down.ClusterId!, down.Rule ?? "", down.Nodes!, down.At, end));
        }
    }

    /// <summary>Whether an entry ends a period.</summary>
    /// <param name="end">When it was over; null when none of it is certain.</param>
    private static bool Ends(AuditEntry entry, Dictionary<string, Instant> asked, out Instant? end)
    {
        end = null;
        switch (entry)
        {
            case { Kind: AuditKind.CameUp or AuditKind.WentDown or AuditKind.ClusterDeleted }:
                end = entry.Left;
                return true;
            case { Kind: AuditKind.Start, Step: AuditStep.Intent }:
                asked[entry.ClusterId!] = entry.At;
                return false;
            case { Kind: AuditKind.Start, Step: AuditStep.Accepted or AuditStep.Uncertain }:
                end = asked.Remove(entry.ClusterId!, out var at) ? at : entry.At;
                return true;
            default:
                return false;
        }
    }
}
