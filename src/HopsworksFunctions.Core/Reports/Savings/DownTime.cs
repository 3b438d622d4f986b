using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>
/// A period in which the policies kept a cluster stopped, with the cluster's machines before the stop. <paramref name="To"/> is exclusive.
/// </summary>
public sealed record DownTime(string ClusterId, string ClusterName, string Rule, NodeList Nodes, Instant From, Instant To)
{
    /// <summary>Returns the part within a range; null if there is none.</summary>
    public DownTime? Within(Instant from, Instant to) =>
        From >= from && To <= to && From < To ? this
        : Instant.Max(From, from) is var start && Instant.Min(To, to) is var end && start < end ? this with { From = start, To = end }
        : null;

    /// <summary>Returns all periods in an audit log.</summary>
    /// <param name="entries">
    /// The entries for starts, and for clusters that started, stopped or were deleted; oldest first for each cluster.
    /// </param>
    /// <param name="until">The end of periods that have no end: the time of the last observation.</param>
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

    /// <summary>Returns whether an entry ends a period.</summary>
    /// <param name="end">The end of the certain part of the period; null if no part is certain.</param>
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
