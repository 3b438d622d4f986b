using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Core.Incidents;

/// <summary>The messages at the start of incidents of a cluster: whole sentences that name the cluster.</summary>
internal static class IncidentText
{
    public static string NotFollowed(ClusterReport report, ClusterAction action)
    {
        var what = action == ClusterAction.AddWorkers ? "has no new worker nodes" : $"is still {report.Cluster.StateText}";
        return $"{report.Cluster.Name} {what} {DurationText.InWords(PendingAction.WatchOf(action))} after Hopsworks.ai accepted the "
            + $"{ActionWords.Noun(action)}. Check it in Hopsworks.ai.";
    }

    public static string StartFailed(ClusterReport report, Instant now) =>
        $"{report.Cluster.Name} could not be started: {Attempts(report, "", ClusterAction.Start, Times(report, now))} "
            + "Check the cluster in Hopsworks.ai.";

    public static string StopFailed(ClusterReport report, Instant now)
    {
        var times = Times(report, now);
        var attempts = Attempts(report, "", ClusterAction.Stop, times);
        var next = report.Decision.Record.Failures!.NotBefore;
        return $"{report.Cluster.Name} could not be stopped and is still running: {attempts}"
            + (next > now ? $" Next attempt {times.At(next)}." : "");
    }

    public static string WorkersMissing(ClusterReport report, Instant now)
    {
        var missing = WorkerSet.Missing(report.Decision.Record.Workers ?? [], report.Cluster.Workers);
        return $"{report.Cluster.Name} runs without {WorkerSet.Text(missing)}: "
            + Attempts(report, " to add them", ClusterAction.AddWorkers, Times(report, now));
    }

    public static string Delayed(ClusterReport report, Instant now)
    {
        var (decision, times) = (report.Decision, Times(report, now));
        var due = decision.Due?.Boundary is { } boundary ? $" due {times.At(boundary)}" : "";
        var why = decision.InWords(report.Cluster, now, decision.Rule?.Zone).Why;
        return $"{report.Cluster.Name}: the {ActionWords.Noun(decision.Due?.Action)}{due} is delayed because {why}; "
            + $"{CountText.Of(decision.Record.Deferred, "run")} so far.";
    }

    public static string Unmeasured(ClusterReport report, Rule rule, Unmeasured unmeasured) =>
        $"{report.Cluster.Name}: activity check failing, so {WithoutActivity(rule)}. {Capital(SentenceText.End(unmeasured.Why))}";

    /// <summary>Returns a clause on the effect of failing activity checks.</summary>
    /// <param name="rule">A rule with activity checks for its stops.</param>
    public static string WithoutActivity(Rule rule) => rule.Idle is null
        ? $"a drain lasts {DurationText.InWords(rule.Drain!.AtMost)}"
        : "it will not be stopped when idle";

    public static string BackupImpossible(ClusterReport report) =>
        $"{report.Cluster.Name} cannot be backed up, because it was created with a backup retention of 0 days. Its stops are made without "
            + $"a backup. Remove 'backup' from rule '{report.Decision.Rule!.Name}', or create the cluster again with a retention of 7 days "
            + "or more.";

    public static string BackupFailed(ClusterReport report, BackupRecord backup, Instant now)
    {
        var next = report.Decision.Rule!.Backup!.IsBeforeStop ? "The stop is made without it." : "The next one is made at its time of day.";
        return $"{report.Cluster.Name}: the backup requested {Times(report, now).At(backup.SentAt)} was not made. {next}"
            + (backup.Why is { } why ? $" {Capital(SentenceText.End(why))}" : "");
    }

    public static string Orphaned(ClusterReport report) =>
        $"{report.Cluster.Name} was stopped by the app and no rule manages it any more. Start it in Hopsworks.ai, or add a rule.";

    public static string ProtectionEnds(ClusterReport report, Instant now)
    {
        var (decision, name) = (report.Decision, report.Cluster.Name);
        return $"{name} no longer matches rule '{decision.Record.Protection!.Rule}', which protected it. "
            + $"The app acts on it by rule '{decision.Rule!.Name}' from {Times(report, now).At(decision.Until)}. "
            + "If this is a mistake, restore its tags or name before then.";
    }

    private static SentenceTimes Times(ClusterReport report, Instant now) => SentenceTimes.Of(report.Decision.Rule, now);

    /// <summary>Returns how many attempts failed, since when, and the last answer.</summary>
    private static string Attempts(ClusterReport report, string purpose, ClusterAction action, SentenceTimes times)
    {
        var record = report.Decision.Record;
        var failures = record.Failures!;
        var isUncertain = record.Pending is { Answer: CallAnswer.Uncertain } pending && pending.Action == action;
        var attempts = DecisionText.Attempts(failures.Count + (isUncertain ? 1 : 0));
        var since = failures.Since is { } first ? $" since {times.At(first)}" : "";
        return $"{attempts}{purpose} failed{since}.{(failures.Answer is { } answer ? $" Last answer: {SentenceText.End(answer)}" : "")}";
    }

    private static string Capital(string text) => text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{text[1..]}";
}
