using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Functions;

/// <summary>A run report over HTTP: as it is when the run came to an end, inside problem details when it did not.</summary>
internal static class RunAnswer
{
    public static IResult From(RunReport report)
    {
        var json = RunReportJson.From(report);
        return report.Outcome switch
        {
            RunOutcome.Ok or RunOutcome.Partial => JsonAnswer.Of(json, ReportJsonContext.Default.RunReportJson),
            RunOutcome.Skipped => Problem(409, "another-run", "Another run has the account", json),
            RunOutcome.Failed => Problem(503, "run-failed", "The run failed", json),
        };
    }

    private static JsonAnswer<RunProblem> Problem(int status, string type, string title, RunReportJson report) => JsonAnswer.Of(
        new RunProblem(Problems.TypeOf(type), title, status, report.Error, report), ReportJsonContext.Default.RunProblem, status, "application/problem+json");
}
