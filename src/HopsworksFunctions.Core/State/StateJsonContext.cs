using System.Text.Json.Serialization;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// Generated readers and writers of what every run stores, because a third of a first run's CPU went into reflection. For
/// <see cref="StateJson"/>'s options only.
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
