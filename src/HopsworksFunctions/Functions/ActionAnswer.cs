using System.Text.Json;
using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Functions;

/// <summary>A start or stop that was sent; in a dry run, the request's or the policies', that would have been.</summary>
/// <param name="Message">In a sentence.</param>
/// <param name="Error">What is in doubt; null when nothing is.</param>
internal sealed record ActionAnswer(string Id, string Name, ClusterAction Action, Done Done, string Message, string? Error)
{
    public static IResult From(Asked<ManualAction> asked)
    {
        if (!asked.Granted)
            return Problems.Of(asked.Refusal);
        var (id, name, action, done, message, error) = asked.Value;
        return JsonAnswer.Of(
            new ActionAnswer(id, name, action, done, message, error), ActionAnswerJson.Default.ActionAnswer, status: done == Done.DryRun ? 200 : 202);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(CamelCaseEnumConverter<ClusterAction>), typeof(CamelCaseEnumConverter<Done>)])]
[JsonSerializable(typeof(ActionAnswer))]
internal sealed partial class ActionAnswerJson : JsonSerializerContext;
