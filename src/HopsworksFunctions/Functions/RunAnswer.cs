using System.Text.Json;
using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Policies;
using HopsworksFunctions.Core.Policies.Decisions;
using HopsworksFunctions.Core.Reconciliation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HopsworksFunctions.Functions;

/// <summary>A run report over HTTP: as it is when the run came to an end, inside problem details when it did not.</summary>
internal static class RunAnswer
{
    public static IResult From(RunReport report)
    {
        var json = RunReportJson.From(report);
        return report.Outcome switch
        {
            RunOutcome.Ok or RunOutcome.Partial => TypedResults.Json(json, ReportJsonContext.Default.RunReportJson),
            RunOutcome.Skipped => Problem(409, "another-run", "Another run has the account", json),
            RunOutcome.Failed => Problem(503, "run-failed", "The run failed", json),
        };
    }

    private static JsonHttpResult<RunProblem> Problem(int status, string type, string title, RunReportJson report) => TypedResults.Json(
        new RunProblem(Problems.TypeOf(type), title, status, report.Error, report), RunAnswerContext.Default.RunProblem, "application/problem+json", status);
}

/// <summary>Problem details (RFC 9457) with the run report.</summary>
internal sealed record RunProblem(string Type, string Title, int Status, string? Detail, RunReportJson Report);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    Converters =
    [
        typeof(CamelCaseEnumConverter<ClusterAction>),
        typeof(CamelCaseEnumConverter<Done>),
        typeof(CamelCaseEnumConverter<EventKind>),
        typeof(CamelCaseEnumConverter<Power>),
        typeof(CamelCaseEnumConverter<Reason>),
        typeof(CamelCaseEnumConverter<RunOutcome>),
    ])]
[JsonSerializable(typeof(RunProblem))]
internal sealed partial class RunAnswerContext : JsonSerializerContext;
