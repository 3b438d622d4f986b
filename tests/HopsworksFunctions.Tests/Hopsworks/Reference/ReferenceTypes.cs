using System.Text.Json;
using System.Text.Json.Serialization;

namespace HopsworksFunctions.Tests.Hopsworks.Reference;

/// <summary>A cluster as the API returns it. Any field may be missing.</summary>
internal sealed record ClusterWire
{
    public string? Id { get; init; }
    public string? Name { get; init; }
    public string? State { get; init; }
    public string? ActivationState { get; init; }
    public double? CreatedOn { get; init; }
    public double? StartedOn { get; init; }
    public string? Version { get; init; }
    public string? Url { get; init; }
    public string? Provider { get; init; }
    public string? ErrorMessage { get; init; }
    public List<TagWire?>? Tags { get; init; }
    public ConfigurationWire? ClusterConfiguration { get; init; }
    public AzureWire? Azure { get; init; }
    public AwsWire? Aws { get; init; }
    public GcpWire? Gcp { get; init; }
    public RonDBWire? RonDB { get; init; }
    public AutoscaleWire? Autoscale { get; init; }
    public double? BackupRetentionPeriod { get; init; }
    [JsonConverter(typeof(InProgressConverter))]
    public bool BackupPipelineInProgress { get; init; }
    [JsonConverter(typeof(InProgressConverter))]
    public bool UpgradeInProgress { get; init; }
}

internal sealed record TagWire(string? Name, string? Value);

internal sealed record ConfigurationWire(NodesWire? Head, List<WorkersWire?>? Workers);

internal sealed record NodesWire(string? InstanceType, double? DiskSize, double? Count, bool? HaEnabled);

internal sealed record WorkersWire(string? InstanceType, double? DiskSize, double? Count, SpotWire? SpotInfo);

internal sealed record SpotWire(double? MaxPrice, bool? FallBackOnDemand);

internal sealed record RonDBWire(bool? AllInOne, NodesWire? Mgmd, NodesWire? Ndbd, NodesWire? Mysqld, NodesWire? Api);

internal sealed record AutoscaleWire(NonGpuWire? NonGpu);

internal sealed record NonGpuWire(
    string? InstanceType, double? DiskSize, double? MinWorkers, double? MaxWorkers, double? StandbyWorkers, double? DownscaleWaitTime,
    SpotWire? SpotInfo);

internal sealed record AzureWire(string? Location);

internal sealed record AwsWire(string? Region);

internal sealed record GcpWire(string? Zone);

internal class ReferenceEnvelope
{
    public double? Code { get; init; }
    public string? Message { get; init; }
}

internal sealed class ReferenceEnvelope<TPayload> : ReferenceEnvelope
{
    public TPayload? Payload { get; init; }
}

internal sealed record ClusterListPayload(List<ClusterWire>? Clusters);

internal sealed record ClusterPayload(ClusterWire? Cluster);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNameCaseInsensitive = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TextConverter), typeof(NumberConverter), typeof(FlagConverter), typeof(ClusterListConverter)])]
[JsonSerializable(typeof(ReferenceEnvelope))]
[JsonSerializable(typeof(ReferenceEnvelope<ClusterListPayload>))]
[JsonSerializable(typeof(ReferenceEnvelope<ClusterPayload>))]
internal sealed partial class ReferenceJson : JsonSerializerContext;
