using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>What rules and prices see of a cluster, but for its state.</summary>
/// <param name="Name">Exactly as given, because rules match it.</param>
/// <param name="Workers">Also those that its next start is to restore; null while that is unknown, or if it autoscales.</param>
/// <param name="Nodes">Its other machines.</param>
public sealed record ClusterFacts(
    string Name, Instant? CreatedOn, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<WorkerGroup>? Workers, NodeList Nodes)
{
    internal static ClusterFacts Of(Cluster cluster, IReadOnlyList<WorkerGroup>? workers) =>
        new(cluster.ExactName, cluster.CreatedOn, cluster.Tags, workers, NodeList.Of(cluster with { Workers = [] }));

    /// <summary>A cluster of which nothing else is known, for rules to match.</summary>
    public Cluster ToCluster(string id) =>
        new() { Id = id, Name = Name, Tags = Tags, Cloud = Nodes.Cloud, CreatedOn = CreatedOn, Workers = Workers ?? [] };

    /// <summary>
    /// A number that differs where what may change does: name, tags and workers. It is the same in each process, whatever the order of
    /// tags, and made without allocating, because every run compares it.
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

    // FNV-1a, of 64 bits.
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

/// <summary>What a cluster was from <paramref name="At"/> on.</summary>
public sealed record DatedFacts(Instant At, ClusterFacts Facts);
