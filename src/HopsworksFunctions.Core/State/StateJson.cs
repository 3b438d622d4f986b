using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.State.Files;
using HopsworksFunctions.Core.Webhooks;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.State;

/// <summary>How documents are written. What is missing or unknown in one makes it damaged, never a default.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(InstantConverter),
        typeof(KnownWordsConverter<CallAnswer>),
        typeof(KnownWordsConverter<Cloud>),
        typeof(KnownWordsConverter<ClusterAction>),
        typeof(KnownWordsConverter<EventKind>),
        typeof(KnownWordsConverter<HoldState>),
        typeof(CamelCaseEnumConverter<Power>),
        typeof(KnownWordsConverter<Reason>),
        typeof(KnownWordsConverter<RunOutcome>),
    ])]
[JsonSerializable(typeof(ClusterRecord))]
[JsonSerializable(typeof(Hold))]
[JsonSerializable(typeof(Incident))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(ChannelState))]
[JsonSerializable(typeof(RecentRuns))]
[JsonSerializable(typeof(LeaseHolder))]
[JsonSerializable(typeof(PolicyDocument))]
[JsonSerializable(typeof(RecentDeliveries))]
internal sealed partial class StateJson : JsonSerializerContext;
