using System.Text.Json;
using System.Text.Json.Serialization;
using HopsworksEmulator.ControlPlane;

namespace HopsworksEmulator.Http;

/// <summary>The API's JSON. Nullable objects are absent when not used.</summary>
[JsonSerializable(typeof(Envelope))]
[JsonSerializable(typeof(ClustersPayload))]
[JsonSerializable(typeof(ClusterPayload))]
[JsonSerializable(typeof(IdPayload))]
[JsonSerializable(typeof(BackupIdPayload))]
[JsonSerializable(typeof(BackupsPayload))]
[JsonSerializable(typeof(BackupPayload))]
[JsonSerializable(typeof(VersionsPayload))]
[JsonSerializable(typeof(Dictionary<string, SupportedTypes>))]
[JsonSerializable(typeof(CreateRequest))]
[JsonSerializable(typeof(NewCluster))]
[JsonSerializable(typeof(AzureBlock))]
[JsonSerializable(typeof(AwsBlock))]
[JsonSerializable(typeof(GcpBlock))]
[JsonSerializable(typeof(RestoreRequest))]
[JsonSerializable(typeof(WorkersRequest))]
[JsonSerializable(typeof(PortsRequest))]
[JsonSerializable(typeof(AutoscaleRequest))]
[JsonSerializable(typeof(UpgradeRequest))]
[JsonSerializable(typeof(ModifyInstanceTypeRequest))]
[JsonSerializable(typeof(BackupRequest))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    public static ApiJson With(bool datesInMilliseconds) => new(new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new UnixTimeConverter(datesInMilliseconds) },
    });
}

/// <summary>What every answer of the API itself comes in; actions and errors have no payload.</summary>
internal sealed record Envelope(int Code, string? Message = null, object? Payload = null)
{
    [JsonPropertyOrder(-2)]
    public string ApiVersion { get; } = "v1";

    [JsonPropertyOrder(-1)]
    public string Status => Code is >= 200 and < 300 ? "ok" : "error";

    public static Envelope Of(Reply reply) => new(reply.Code, reply.Message);
}

internal sealed record ClustersPayload(IReadOnlyList<EmulatedCluster> Clusters);

internal sealed record ClusterPayload(EmulatedCluster Cluster);

internal sealed record IdPayload(string Id);

internal sealed record BackupIdPayload(string BackupId);

internal sealed record BackupsPayload(IReadOnlyList<EmulatedBackup> Backups);

internal sealed record BackupPayload(EmulatedBackup Backup);

internal sealed record VersionsPayload(IReadOnlyList<SupportedVersion> Versions);
