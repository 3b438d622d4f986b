using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>A run's log lines. Alerts and queries match how they begin.</summary>
internal static partial class RunLog
{
    /// <param name="isFirstOfHour">Whether to log open incidents again, once an hour.</param>
    public static void Notices(ILogger logger, RunReport report, bool isFirstOfHour)
    {
        foreach (var notice in report.Notices)
            Log.Noticed(logger, notice.Kind, notice.Once ? "once" : notice.Over ? "over" : "begins", TextSanitizer.Escape(notice.Message));
        foreach (var incident in report.Incidents.Where(i => isFirstOfHour && i.Since < report.StartedAt))
            Log.Noticed(logger, incident.Kind, "lasts", TextSanitizer.Escape(incident.Message));
    }

    public static void Outcome(ILogger logger, RunReport report)
    {
        var level = report.Outcome switch
        {
            RunOutcome.Failed => LogLevel.Error,
            RunOutcome.Partial => LogLevel.Warning,
            RunOutcome.Ok or RunOutcome.Skipped => LogLevel.Information,
        };
        if (!logger.IsEnabled(level))
            return;
        var counts = report.Count();
        var milliseconds = (report.FinishedAt - report.StartedAt).TotalMilliseconds;
        Log.Finished(
            logger, level, report.Trigger, report.Id, report.Outcome, counts.Clusters, counts.Stops, counts.Starts,
            counts.Failures, milliseconds, report.Error is { } error ? $": {TextSanitizer.Escape(error)}" : "");
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Notice {Kind} {Begins}: {Message}")]
        public static partial void Noticed(ILogger logger, EventKind kind, string begins, string message);

        [LoggerMessage("{Trigger} run {Run}: {Outcome}, {Clusters} clusters, {Stops} stopped, {Starts} started, {Failures} failed, "
            + "{Milliseconds:0} ms{Error}")]
        public static partial void Finished(
            ILogger logger, LogLevel level, string trigger, string run, RunOutcome outcome,
            int clusters, int stops, int starts, int failures, double milliseconds, string error);
    }
}
