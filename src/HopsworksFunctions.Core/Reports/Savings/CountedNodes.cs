using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>Machines of one type that a stop saved.</summary>
/// <param name="Spot">
/// Whether these are spot machines. Their prices are unknown, so they are listed separately and left out of all sums.
/// </param>
public sealed record CountedNodes(Machine Machine, int Count, bool Spot)
{
    /// <summary>Returns the machines of a stopped cluster. Of autoscaled workers, only the autoscaler's minimum counts.</summary>
    public static IReadOnlyList<CountedNodes> Of(NodeList nodes)
    {
        var found = new List<CountedNodes>();
        var kept = nodes.Autoscaled?.MinWorkers ?? 0;
        foreach (var group in nodes.Groups)
        {
            var count = group.Count;
            if (group.Role == NodeGroup.Worker && group.InstanceType == nodes.Autoscaled?.InstanceType)
            {
                count = Math.Min(count, kept);
                kept -= count;
            }
            if (count > 0)
                found.Add(new(new(nodes.Cloud, nodes.Region, group.InstanceType), count, group.Spot));
        }
        return found;
    }

    /// <summary>Returns the distinct machines that need a price. Null lists count as empty, and spot machines need no price.</summary>
    public static IReadOnlyList<Machine> MachinesOf(IEnumerable<NodeList?> lists) =>
        [.. lists.OfType<NodeList>().SelectMany(Of).Where(nodes => !nodes.Spot).Select(nodes => nodes.Machine).Distinct()];
}
