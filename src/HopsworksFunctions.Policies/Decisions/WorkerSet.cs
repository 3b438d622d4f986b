using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>Worker nodes as counts by type, disk and spot settings.</summary>
internal static class WorkerSet
{
    /// <summary>Merges the groups into one per kind and drops empty ones.</summary>
    public static IReadOnlyList<WorkerGroup> Of(IReadOnlyList<WorkerGroup> groups) => Union(null, groups) ?? [];

    public static bool AreSame(IReadOnlyList<WorkerGroup> a, IReadOnlyList<WorkerGroup> b) =>
        ReferenceEquals(a, b) || AllAsIn(a, b) && AllAsIn(b, a);

    /// <summary>Returns the groups in words, such as <c>2 × Standard_D8_v3 (spot)</c>.</summary>
    public static string Text(IReadOnlyList<WorkerGroup> groups) =>
        string.Join(", ", groups.Select(g => $"{g.Count} × {TextSanitizer.Escape(g.InstanceType)}{(g.Spot is null ? "" : " (spot)")}"));

    /// <summary>Returns the part of <paramref name="wanted"/> that is missing from <paramref name="present"/>.</summary>
    public static IReadOnlyList<WorkerGroup> Missing(IReadOnlyList<WorkerGroup> wanted, IReadOnlyList<WorkerGroup> present)
    {
        List<WorkerGroup>? missing = null;
        foreach (var group in wanted)
        {
            var count = group.Count - Count(present, group);
            if (count > 0)
                (missing ??= []).Add(group with { Count = count });
        }
        return missing ?? [];
    }

    /// <summary>Takes the larger count of each kind, so that a restore interrupted by a stop keeps the nodes it still has to add.</summary>
    public static IReadOnlyList<WorkerGroup>? Union(IReadOnlyList<WorkerGroup>? owed, IReadOnlyList<WorkerGroup> present)
    {
        var merged = (owed ?? []).Concat(present).Where(g => g.Count > 0)
            .GroupBy(g => g with { Count = 0 })
            .Select(g => g.Key with { Count = Math.Max(Count(owed ?? [], g.Key), Count(present, g.Key)) })
            .ToList();
        return merged.Count == 0 ? null : merged;
    }

    // Indexed, because enumerating an interface allocates, and this runs for each cluster in each run.
    private static bool AllAsIn(IReadOnlyList<WorkerGroup> groups, IReadOnlyList<WorkerGroup> others)
    {
        for (var i = 0; i < groups.Count; i++)
        {
            if (Count(groups, groups[i]) != Count(others, groups[i]))
                return false;
        }
        return true;
    }

    private static int Count(IReadOnlyList<WorkerGroup> groups, WorkerGroup kind)
    {
        var count = 0;
        for (var i = 0; i < groups.Count; i++)
        {
            var group = groups[i];
            if (group.InstanceType == kind.InstanceType && group.DiskSize == kind.DiskSize && group.Spot == kind.Spot)
                count += group.Count;
        }
        return count;
    }
}
