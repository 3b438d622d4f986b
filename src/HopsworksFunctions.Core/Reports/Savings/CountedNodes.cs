using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>Alike machines that a stop spared.</summary>
/// <param name="Spot">Their price is unknown, so they are told apart and left out of all sums.</param>
public sealed record CountedNodes(Machine Machine, int Count, bool Spot)
{
    /// <summary>The machines of a stopped cluster; of autoscaled workers only as many as the autoscaler would have kept anyway.</summary>
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
}
