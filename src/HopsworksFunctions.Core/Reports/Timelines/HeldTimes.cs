using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Timelines;

/// <summary>Computes the times when a cluster was held. Pure.</summary>
internal static class HeldTimes
{
    /// <param name="entries">This cluster's entries for holds and releases, oldest first.</param>
    /// <param name="current">The stored hold; null for none.</param>
    public static IReadOnlyList<HeldTime> Of(IReadOnlyList<AuditEntry> entries, Hold? current, Instant from, Instant to)
    {
        var found = new List<HeldTime>();
        foreach (var entry in entries.Where(e => e.Step is null))
        {
            // Each entry ends the previous hold, because it replaces or releases it.
            if (found is [.., var last] && last.To > entry.At)
                found[^1] = last with { To = entry.At };
            if (entry is { HeldAs: { } state, HeldUntil: { } until })
                found.Add(new(entry.At, until, state, entry.By));
        }
        if (current is not null && !found.Exists(h => h.From == current.Since))
            found.Add(new(current.Since, current.Until, current.State, current.By));
        return [.. found
            .Where(h => h.From < to && h.To > from && h.To > h.From)
            .Select(h => h with { From = Instant.Max(h.From, from), To = Instant.Min(h.To, to) })];
    }
}
