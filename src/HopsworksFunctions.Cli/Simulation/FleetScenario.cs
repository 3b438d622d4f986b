using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using NodaTime;
using NodaTime.Text;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>A scenario of clusters in their current state, for the coming week. Its only events end transitions in progress.</summary>
internal static class FleetScenario
{
    public static readonly Duration StartTakes = Duration.FromMinutes(6);
    public static readonly Duration StopTakes = Duration.FromMinutes(3);
    private static readonly Duration Length = Duration.FromDays(7);
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="policies">The path of the policy file.</param>
    public static string Of(IReadOnlyList<Cluster> clusters, string policies, Instant start)
    {
        var scenario = new JsonObject
        {
            ["policies"] = policies,
            ["start"] = Text(start),
            ["end"] = Text(start + Length),
            ["tick"] = "5m",
            ["timings"] = new JsonObject { ["start"] = DurationText.Write(StartTakes), ["stop"] = DurationText.Write(StopTakes) },
            ["clusters"] = new JsonArray([.. clusters.Select(Of)]),
            ["events"] = new JsonArray([.. clusters.Select(cluster => EndOfTransition(cluster, start)).OfType<JsonNode>()]),
        };
        return Text(scenario);
    }

    /// <summary>Formats a scenario for people.</summary>
    public static string Text(JsonObject scenario) => JsonLine.Visible(scenario.ToJsonString(Indented));

    private static JsonNode Of(Cluster cluster)
    {
        var node = Node(cluster, cluster.StateText);
        node.Insert(node.IndexOf("createdOn") + 1, "startedOn", cluster.StartedOn is { } started ? Text(started) : null);
        if (cluster.Autoscale is { } autoscale)
        {
            node["autoscale"] = new JsonObject
            {
                ["instanceType"] = autoscale.InstanceType, ["minWorkers"] = autoscale.MinWorkers, ["maxWorkers"] = autoscale.MaxWorkers,
            };
        }
        return node;
    }

    /// <summary>Returns a cluster without its start time and its autoscaler.</summary>
    public static JsonObject Node(Cluster cluster, string state)
    {
        var node = new JsonObject
        {
            ["id"] = cluster.Id,
            ["name"] = cluster.ExactName,
            ["state"] = state,
            ["createdOn"] = cluster.CreatedOn is { } created ? Text(created) : null,
            ["tags"] = Of(cluster.Tags),
            ["workers"] = Of(cluster.Workers),
        };
        if (cluster.Cloud != Cloud.Unknown)
            node["cloud"] = CamelCase.Of(cluster.Cloud).ToUpperInvariant();
        return node;
    }

    public static JsonArray Of(IReadOnlyList<WorkerGroup> workers) => new([.. workers.Select(Of)]);

    public static JsonObject Of(IReadOnlyDictionary<string, string> tags) =>
        new(tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value)));

    private static JsonNode Of(WorkerGroup workers)
    {
        var node = new JsonObject { ["instanceType"] = workers.InstanceType, ["count"] = workers.Count };
        if (workers.DiskSize > 0)
            node["diskSize"] = workers.DiskSize;
        if (workers.Spot is { } spot)
            node["spotInfo"] = new JsonObject { ["maxPrice"] = spot.MaxPrice, ["fallBackOnDemand"] = spot.FallBackOnDemand };
        return node;
    }

    /// <summary>Ends a transition after the time that a complete one takes, because the scenario does not know when it started.</summary>
    private static JsonObject? EndOfTransition(Cluster cluster, Instant start)
    {
        var (state, takes) = cluster.State switch
        {
            ClusterState.Running => (null, Duration.Zero),
            >= ClusterState.Pending and <= ClusterState.WorkerShuttingDown => (ClusterStates.Running, StartTakes),
            ClusterState.Stopping => (ClusterStates.Stopped, StopTakes),
            _ => (null, Duration.Zero),
        };
        return state is null ? null
            : new JsonObject { ["at"] = Text(start + takes), ["do"] = "set", ["cluster"] = cluster.Id, ["state"] = state };
    }

    public static string Text(Instant at) => InstantPattern.General.Format(at);
}
