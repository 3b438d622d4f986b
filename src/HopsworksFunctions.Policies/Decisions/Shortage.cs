using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>A start that failed because the cloud has no machines, or permits no more of them, in one region.</summary>
/// <param name="Where">The cloud and its region, such as <c>AWS eu-north-1</c>.</param>
/// <param name="Said">The provider's message about one of the clusters.</param>
public sealed record Shortage(ShortageKind Kind, string Where, string Said)
{
    private const int LongestSaid = 200;
    private const int MaxNames = 10;

    // These are error codes of EC2, Azure Resource Manager and Compute Engine, which Hopsworks.ai passes on in its messages, and its own
    // words ("quota exceeded"). Each is in its provider's documentation or in reports of users.
    private static readonly (string Word, ShortageKind Kind)[] Words =
    [
        ("InsufficientInstanceCapacity", ShortageKind.Capacity), ("InsufficientHostCapacity", ShortageKind.Capacity),
        ("SkuNotAvailable", ShortageKind.Capacity), ("AllocationFailed", ShortageKind.Capacity),
        ("OverconstrainedAllocationRequest", ShortageKind.Capacity), ("OverconstrainedZonalAllocationRequest", ShortageKind.Capacity),
        ("ZONE_RESOURCE_POOL_EXHAUSTED", ShortageKind.Capacity), ("insufficientCapacity", ShortageKind.Capacity),
        ("insufficient capacity", ShortageKind.Capacity), ("sufficient capacity", ShortageKind.Capacity),
        ("enough capacity", ShortageKind.Capacity), ("VcpuLimitExceeded", ShortageKind.Quota),
        ("InstanceLimitExceeded", ShortageKind.Quota), ("MaxSpotInstanceCountExceeded", ShortageKind.Quota),
        ("quota", ShortageKind.Quota),
    ];

    /// <summary>Returns the shortage that a cluster's start has met; null for none.</summary>
    public static Shortage? Of(Cluster cluster, ClusterRecord record)
    {
        var answer = record.Failures?.Of(ClusterAction.Start) == true ? record.Failures.Answer : null;
        return Of(cluster, answer) ?? Of(cluster, cluster.ErrorMessage);
    }

    /// <summary>Returns one sentence for all clusters with the same shortage.</summary>
    public static string Explain(IReadOnlyList<(string Name, Shortage Shortage)> same)
    {
        var (_, (kind, where, said)) = same[0];
        var what = kind == ShortageKind.Capacity ? $"{where} has no capacity" : $"The quota in {where} is used up";
        return $"{what} for {CountText.Names([.. same.Select(s => s.Name)], MaxNames)}: \"{said.TrimEnd('.')}\".";
    }

    /// <summary>Returns null if the words mention no shortage.</summary>
    /// <param name="words">The answer to a start, or the error of the cluster; null for none.</param>
    private static Shortage? Of(Cluster cluster, string? words)
    {
        if (words is null)
            return null;
        var found = Array.Find(Words, w => words.Contains(w.Word, StringComparison.OrdinalIgnoreCase));
        if (found.Word is null)
            return null;
        var said = TextSanitizer.Cut(TextSanitizer.ToLine(words), LongestSaid);
        var cloud = cluster.Cloud switch
        {
            Cloud.Aws => "AWS",
            Cloud.Azure => "Azure",
            Cloud.Gcp => "Google Cloud",
            Cloud.Unknown => "its cloud",
        };
        var region = cluster.Region is { } known ? $" {TextSanitizer.Escape(known)}" : "";
        return new(found.Kind, $"{cloud}{region}", said);
    }
}

/// <summary>The kinds of shortage.</summary>
public enum ShortageKind
{
    /// <summary>The region has no such machines just now. Waiting or another size helps.</summary>
    Capacity,
    /// <summary>The account may not have more of them. Only the provider can raise that limit.</summary>
    Quota,
}
