using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>The log lines of a run. Alerts and queries match the event's name, and then the fixed words at the start of the line.</summary>
internal static partial class RunLog
{
    /// <param name="isFirstOfHour">Whether to log open incidents again, once an hour.</param>
    public static void Notices(ILogger logger, RunReport report, bool isFirstOfHour)
    {
        Notices(logger, report.Notices);
        foreach (var incident in report.Incidents.Where(i => isFirstOfHour && i.Since < report.StartedAt))
            Noticed(logger, Notice.Of(incident), "lasts");
    }

    public static void Notices(ILogger logger, IEnumerable<Notice> notices)
    {
        foreach (var notice in notices)
            Noticed(logger, notice, notice.Once ? "once" : notice.Over ? "over" : "begins");
    }

    private static void Noticed(ILogger logger, Notice notice, string turn) =>
        Log.Noticed(
            logger, notice.Kind, turn, notice.Subject is { } subject ? $" [{subject}]" : "", TextSanitizer.Escape(notice.Message));

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

    /// <summary>Logs the action on a cluster, or its failure.</summary>
    public static void Acted(ILogger logger, ClusterReport report, Instant now)
    {
        if (!logger.IsEnabled(report.Error is null ? LogLevel.Information : LogLevel.Warning))
            return;
        var (cluster, decision) = (report.Cluster, report.Decision);
        var (name, rule) = (Word(cluster.Name), Word(decision.Rule?.Name));
        if (report.Error is { } error)
            Log.Failed(logger, name, rule, decision.Reason, report.Done, TextSanitizer.Escape(error));
        else
            Log.Acted(logger, name, rule, decision.Reason, report.Done, TextSanitizer.Escape(decision.Explain(cluster, now)));
    }

    /// <summary>Logs the deletion of one of the app's backups, or its failure.</summary>
    /// <param name="error">The reason of the failure; null for a deletion.</param>
    public static void Pruned(ILogger logger, string cluster, string backup, string? error)
    {
        if (error is null)
            Log.Pruned(logger, Word(cluster), TextSanitizer.Escape(backup));
        else
            Log.NotPruned(logger, Word(cluster), TextSanitizer.Escape(backup), TextSanitizer.Escape(error));
    }

    // Brackets and commas end these words in the line, so brackets and commas inside them are escaped.
    private static string Word(string? text) => TextSanitizer.Escape(text ?? "").Replace("(", "\\u0028", StringComparison.Ordinal)
        .Replace(")", "\\u0029", StringComparison.Ordinal).Replace(",", "\\u002c", StringComparison.Ordinal);

    private static partial class Log
    {
        [LoggerMessage(EventName = "ClusterActed", Level = LogLevel.Information,
            Message = "Cluster {Cluster} ({Rule}, {Reason}, {Done}): {Sentence}")]
        public static partial void Acted(ILogger logger, string cluster, string rule, Reason reason, ActionOutcome done, string sentence);

        [LoggerMessage(EventName = "ClusterActionFailed", Level = LogLevel.Warning,
            Message = "Cluster {Cluster} ({Rule}, {Reason}, {Done}): {Error}")]
        public static partial void Failed(ILogger logger, string cluster, string rule, Reason reason, ActionOutcome done, string error);

        [LoggerMessage(EventName = "BackupDeleted", Level = LogLevel.Information,
            Message = "Cluster {Cluster}: Hopsworks.ai deletes backup {Backup}")]
        public static partial void Pruned(ILogger logger, string cluster, string backup);

        [LoggerMessage(EventName = "BackupNotDeleted", Level = LogLevel.Warning,
            Message = "Cluster {Cluster}: backup {Backup} was not deleted: {Error}")]
        public static partial void NotPruned(ILogger logger, string cluster, string backup, string error);

        [LoggerMessage(EventName = "RunNotice", Level = LogLevel.Warning, Message = "Notice {Kind} {Turn}{Subject}: {Message}")]
        public static partial void Noticed(ILogger logger, EventKind kind, string turn, string subject, string message);

        [LoggerMessage(EventName = "RunFinished", Message = "{Trigger} run {Run}: {Outcome}, {Clusters} clusters, {Stops} stopped, "
            + "{Starts} started, {Failures} failed, {Milliseconds:0} ms{Error}")]
        public static partial void Finished(
            ILogger logger, LogLevel level, string trigger, string run, RunOutcome outcome,
            int clusters, int stops, int starts, int failures, double milliseconds, string error);
    }
}
