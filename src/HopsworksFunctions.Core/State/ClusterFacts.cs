using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>The properties of a cluster that rules and prices depend on, except for its state.</summary>
/// <param name="Name">The exact name, because rules match it.</param>
/// <param name="Workers">The worker nodes, including those that the next start restores; null if they are unknown or autoscaled.</param>
/// <param name="Nodes">The cluster's other machines.</param>
public sealed record ClusterFacts(
    string Name, Instant? CreatedOn, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<WorkerGroup>? Workers, NodeList Nodes)
{
    internal static ClusterFacts Of(Cluster cluster, IReadOnlyList<WorkerGroup>? workers) =>
        new(cluster.ExactName, cluster.CreatedOn, cluster.Tags, workers, NodeList.Of(cluster with { Workers = [] }));

    /// <summary>Returns a cluster with these facts only, for rules to match.</summary>
    public Cluster ToCluster(string id) =>
        new() { Id = id, Name = Name, Tags = Tags, Cloud = Nodes.Cloud, CreatedOn = CreatedOn, Workers = Workers ?? [] };

    /// <summary>
    /// Returns a hash of the parts that can change: name, tags and workers. It is the same in every process and for any order of tags, and
    /// allocates nothing, because every run compares it.
    /// </summary>
    internal static long MarkOf(Cluster cluster, IReadOnlyList<WorkerGroup>? workers)
    {
        var mark = Add(Start, cluster.ExactName);
        foreach (var (name, value) in cluster.TagsByName)
            mark += Add(Add(Start, name), value);
        mark = Add(mark, workers is null ? 0 : workers.Count + 1);
        for (var i = 0; i < workers?.Count; i++)
        {
            var group = workers[i];
            mark = Add(Add(Add(mark, group.InstanceType), group.Count), group.Spot is null ? 0 : 1);
        }
        return (long)mark;
    }

    // 64-bit FNV-1a.
    private const ulong Start = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private static ulong Add(ulong mark, int number) => (mark ^ (uint)number) * Prime;

    private static ulong Add(ulong mark, string text)
    {
        foreach (var letter in text)
            mark = Add(mark, letter);
        return Add(mark, -1);
    }
}

/// <summary>The facts of a cluster from <paramref name="At"/> on.</summary>
public sealed record DatedFacts(Instant At, ClusterFacts Facts);
