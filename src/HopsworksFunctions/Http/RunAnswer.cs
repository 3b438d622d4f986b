using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using NodaTime;

namespace HopsworksFunctions.Http;

/// <summary>A run report over HTTP: unchanged for a completed run, otherwise inside problem details.</summary>
internal static class RunAnswer
{
    /// <param name="shown">The zone of the times in all sentences; null for each schedule's own zone.</param>
    /// <param name="show">Adapts the report to its reader; null to show all of it.</param>
    public static IResult From(RunReport report, DateTimeZone? shown = null, Func<RunReportJson, RunReportJson>? show = null)
    {
        var json = RunReportJson.From(report, shown);
        json = show?.Invoke(json) ?? json;
        return report.Outcome switch
        {
            RunOutcome.Ok or RunOutcome.Partial => TypedResults.Json(json),
            RunOutcome.Skipped => Problems.Of(409, "another-run", "Another run in progress", report.Error, ("report", json)),
            RunOutcome.Failed => Problems.Of(503, "run-failed", "Run failed", report.Error, ("report", json)),
        };
    }
}
