using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Http;

/// <summary>A run report over HTTP: as it is for a completed run, otherwise inside problem details.</summary>
internal static class RunAnswer
{
    public static IResult From(RunReport report)
    {
        var json = RunReportJson.From(report);
        return report.Outcome switch
        {
            RunOutcome.Ok or RunOutcome.Partial => TypedResults.Json(json),
            RunOutcome.Skipped => Problems.Of(409, "another-run", "Another run has the account", report.Error, ("report", json)),
            RunOutcome.Failed => Problems.Of(503, "run-failed", "The run failed", report.Error, ("report", json)),
        };
    }
}
