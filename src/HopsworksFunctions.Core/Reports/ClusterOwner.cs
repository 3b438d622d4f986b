using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.Reports;

/// <summary>The owner of a cluster.</summary>
public static class ClusterOwner
{
    /// <summary>Returns the value of the tag <c>owner</c>, or else of <c>team</c>; null if the cluster has neither.</summary>
    public static string? Of(Cluster cluster) => Tag(cluster, "owner") ?? Tag(cluster, "team");

    /// <summary>Returns the value of a tag, ignoring the case of its name; null if it is missing or blank.</summary>
    private static string? Tag(Cluster cluster, string name)
    {
        var value = cluster.Tags.FirstOrDefault(tag => tag.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        return string.IsNullOrWhiteSpace(value) ? null : TextSanitizer.Escape(value);
    }
}
