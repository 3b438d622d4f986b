using System.Text.Json.Serialization;

namespace HopsworksFunctions.Policies.Clusters;

/// <summary>
/// The machines of a cluster at one instant, as far as Hopsworks.ai reports them; stored at a stop, because it deletes the workers.
/// </summary>
/// <param name="Region">See <see cref="Cluster.Region"/>.</param>
/// <param name="HeadIsHighlyAvailable">See <see cref="Cluster.HeadIsHighlyAvailable"/>.</param>
/// <param name="Autoscaled">The autoscaled worker nodes; null without an autoscaler.</param>
public sealed record NodeList(
    Cloud Cloud,
    // Written even if null, because required fields must be present when read.
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Region,
    bool HeadIsHighlyAvailable,
    IReadOnlyList<NodeGroup> Groups,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] AutoscaledNodes? Autoscaled)
{
    public static NodeList Of(Cluster cluster) => new(
        cluster.Cloud,
        cluster.Region,
        cluster.HeadIsHighlyAvailable,
        [
            .. new[] { cluster.Head }.OfType<Nodes>().Concat(cluster.RonDB)
                .Select(n => new NodeGroup(n.Role, n.InstanceType, n.Count, n.DiskSize)),
            .. cluster.Workers.Select(NodeGroup.Of),
        ],
        cluster.Autoscale is { } autoscale ? new(autoscale.InstanceType, autoscale.MinWorkers) : null);
}

/// <summary>
/// Identical machines: <c>head</c>, <c>worker</c>, <c>mgmd</c>, <c>ndbd</c>, <c>mysqld</c> or <c>api</c>; disk in GB each.
/// </summary>
public sealed record NodeGroup(string Role, string InstanceType, int Count, int DiskSize, bool Spot = false)
{
    public const string Worker = "worker";

    public static NodeGroup Of(WorkerGroup workers) =>
        new(Worker, workers.InstanceType, workers.Count, workers.DiskSize, workers.Spot is not null);
}

/// <summary>The instance type of an autoscaler's workers, and their minimum number.</summary>
public sealed record AutoscaledNodes(string InstanceType, int MinWorkers);
