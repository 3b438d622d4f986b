using System.Text.Json;
using System.Text.Json.Serialization;
using HopsworksEmulator.ControlPlane;

namespace HopsworksEmulator.Http;

/// <summary>
/// The emulator's JSON. Nullable objects are absent when not used. By reflection: generated code would lose the
/// initial values of <c>init</c> members that a body leaves out.
/// </summary>
internal static class EmulatorJson
{
    private static readonly JsonSerializerOptions InSeconds = new(Strict) { Converters = { new UnixTimeConverter(false) } };
    private static readonly JsonSerializerOptions InMilliseconds = new(Strict) { Converters = { new UnixTimeConverter(true) } };

    /// <summary>The API's own, with its numbers for dates.</summary>
    public static JsonSerializerOptions Api(bool datesInMilliseconds) => datesInMilliseconds ? InMilliseconds : InSeconds;

    /// <summary>That of <c>/_emulator</c>: dates in ISO 8601, durations <c>hh:mm:ss</c>, enums in camel case, and no unknown members.</summary>
    public static readonly JsonSerializerOptions Admin = new(Strict)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private static JsonSerializerOptions Strict => new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };
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
