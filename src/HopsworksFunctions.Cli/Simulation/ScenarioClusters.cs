using System.Text.Json;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>Reads <c>clusters</c>. By default, a cluster is old and can be stopped or started.</summary>
internal static class ScenarioClusters
{
    private static readonly Duration Old = Duration.FromDays(1000);

    private static readonly Dictionary<string, int> Clouds = new() { ["AZURE"] = 0, ["AWS"] = 0, ["GCP"] = 0 };

    public static readonly IReadOnlyDictionary<string, EmulatedActivity> Activities = new Dictionary<string, EmulatedActivity>
    {
        ["idle"] = EmulatedActivity.Idle, ["busy"] = EmulatedActivity.Busy, ["unreachable"] = EmulatedActivity.Unreachable,
    };

    public static List<EmulatedCluster> Read(ObjectReader file, Instant start, List<Problem> problems)
    {
        var clusters = new List<EmulatedCluster>();
        if (file.Node["clusters"] is null && file.Node.Kind == JsonValueKind.Object)
            file.AddError(file.Node, "'clusters' is missing: an array of clusters, each with at least 'id' and 'state'");
        foreach (var node in file.Array("clusters")?.Items ?? [])
        {
            var cluster = ScenarioText.Object(node, problems, reader => Cluster(reader, start, problems));
            if (clusters.Exists(c => c.Id == cluster.Id))
                file.AddError(node, $"another cluster has the id '{cluster.Id}' already");
            clusters.Add(cluster);
        }
        return clusters;
    }

    private static EmulatedCluster Cluster(ObjectReader reader, Instant start, List<Problem> problems)
    {
        var (id, state) = (Required(reader, "id"), Required(reader, "state"));
        var old = start - Old;
        return new()
        {
            Id = id,
            Name = reader.String("name") ?? id,
            State = state,
            CreatedOn = Date(reader, "createdOn", old),
            StartedOn = Date(reader, "startedOn", old),
            Provider = reader.Choice("cloud", Clouds) is null ? "AZURE" : reader.Node["cloud"]!.Text,
            Tags = Tags(reader),
            Workers = Workers(reader, problems),
            Autoscale = Autoscale(reader, problems),
            BackupRetentionPeriod = reader.Integer("backupRetentionPeriod", 0, 3650) ?? 14,
            Activity = reader.Choice("activity", Activities) ?? EmulatedActivity.Idle,
        };
    }

    /// <summary>Reads a date. Null in the scenario means that Hopsworks.ai gives no date.</summary>
    private static DateTimeOffset Date(ObjectReader reader, string member, Instant old) =>
        reader.Any(member) is { Kind: JsonValueKind.Null } ? default : (ScenarioText.Instant(reader, member) ?? old).ToDateTimeOffset();

    private static string Required(ObjectReader reader, string member)
    {
        var text = reader.String(member);
        if (string.IsNullOrEmpty(text) && reader.Node.Kind == JsonValueKind.Object && (text is not null || reader.Node[member] is null))
            reader.AddError(reader.Node[member] ?? reader.Node, $"a cluster needs its '{member}'");
        return text ?? "";
    }

    public static List<ClusterTag> Tags(ObjectReader reader)
    {
        var tags = new List<ClusterTag>();
        foreach (var (name, _, value) in reader.Object("tags")?.Members ?? [])
        {
            if (value.Kind == JsonValueKind.String)
                tags.Add(new(name, value.Text));
            else
                reader.AddError(value, $"a tag's value is a string, not {value.Kindly}");
        }
        return tags;
    }

    public static List<Worker> Workers(ObjectReader cluster, List<Problem> problems) =>
    [
        .. (cluster.Array("workers")?.Items ?? []).Select(node => ScenarioText.Object(node, problems, worker => new Worker(
            Required(worker, "instanceType"), worker.Integer("diskSize", 1, 1_000_000) ?? 512,
            worker.Integer("count", 0, 100_000) ?? 1, Spot(worker, problems)))),
    ];

    private static SpotInfo? Spot(ObjectReader worker, List<Problem> problems) =>
        worker.Any("spotInfo") is not { Kind: not JsonValueKind.Null } node ? null : ScenarioText.Object(node, problems, spot =>
            new SpotInfo(spot.Integer("maxPrice", 1, 200) ?? 100, spot.Boolean("fallBackOnDemand") ?? true));

    private static AutoscaleConfiguration? Autoscale(ObjectReader cluster, List<Problem> problems) =>
        cluster.Any("autoscale") is not { Kind: not JsonValueKind.Null } node ? null : ScenarioText.Object(node, problems, autoscale =>
            new AutoscaleConfiguration(new AutoscaleGroup(
                autoscale.String("instanceType") ?? "Standard_D8_v3",
                MinWorkers: autoscale.Integer("minWorkers", 0, 100_000) ?? 0,
                MaxWorkers: autoscale.Integer("maxWorkers", 0, 100_000) ?? 10)));
}
