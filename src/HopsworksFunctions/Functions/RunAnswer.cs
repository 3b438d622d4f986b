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
        new RunProblem(Problems.TypeOf(type), title, status, report.Error, report), ReportJsonContext.Default.RunProblem, "application/problem+json", status);
}
