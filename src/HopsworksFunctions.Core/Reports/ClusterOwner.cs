using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.Reports;

/// <summary>Who a cluster belongs to.</summary>
public static class ClusterOwner
{
    /// <summary>Its tag <c>owner</c>, or else <c>team</c>; null when it has neither.</summary>
    public static string? Of(Cluster cluster) => Tag(cluster, "owner") ?? Tag(cluster, "team");

    /// <summary>The value of a tag whose name ignores case; null when there is none, or nothing in it.</summary>
    private static string? Tag(Cluster cluster, string name)
    {
        var value = cluster.Tags.FirstOrDefault(tag => tag.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        return string.IsNullOrWhiteSpace(value) ? null : TextSanitizer.Escape(value);
    }
}
