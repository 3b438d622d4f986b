using System.Text.Json.Serialization;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// Generated serializers for the types that every run stores, because reflection used a third of the CPU time of a first run. Only for the
/// options in <see cref="StateJson"/>.
/// </summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ActivityLog.FirstWeek))]
[JsonSerializable(typeof(ActivityWeek))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(ChannelState))]
[JsonSerializable(typeof(DayDocument))]
[JsonSerializable(typeof(ClusterRecord))]
[JsonSerializable(typeof(Hold))]
[JsonSerializable(typeof(Incident))]
[JsonSerializable(typeof(LeaseHolder))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(NodeList))]
[JsonSerializable(typeof(PolicyHistory.InForceWeek))]
[JsonSerializable(typeof(RecentRuns))]
internal sealed partial class StateJsonContext : JsonSerializerContext;
