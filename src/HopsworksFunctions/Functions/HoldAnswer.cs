using System.Text.Json;
using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Functions;

/// <summary>A cluster and its hold.</summary>
/// <param name="Hold">Null when there is none.</param>
/// <param name="Changed">Whether the request changed it; in a dry run, whether it would have.</param>
/// <param name="Pending">What is under way in Hopsworks already, which no hold calls back; null when nothing is.</param>
internal sealed record HoldAnswer(string Id, string Name, HoldJson? Hold, bool Changed, bool DryRun, PendingJson? Pending)
{
    public static IResult From(Asked<HeldCluster> asked, bool dryRun) => asked.Granted
        ? JsonAnswer.Of(From(asked.Value, dryRun), HoldAnswerJson.Default.HoldAnswer)
        : Problems.Of(asked.Refusal);

    private static HoldAnswer From(HeldCluster held, bool dryRun) =>
        new(held.ClusterId, held.ClusterName, HoldJson.From(held.Hold), held.Changed, dryRun, PendingJson.From(held.Pending));
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    Converters = [typeof(CamelCaseEnumConverter<CallAnswer>), typeof(CamelCaseEnumConverter<ClusterAction>), typeof(CamelCaseEnumConverter<HoldState>)])]
[JsonSerializable(typeof(HoldAnswer))]
internal sealed partial class HoldAnswerJson : JsonSerializerContext;
