using System.Collections.Immutable;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Core.Incidents;

/// <summary>Derives incidents from a run's findings. An incident starts once and is resolved once, however many runs see it.</summary>
internal static class IncidentRules
{
    private const int DeferredTooOften = 3;
    private const int FailedTooOften = 3;
    private static readonly Duration FailedTooLong = Duration.FromMinutes(30);

    // Half an hour of runs: a cluster does not answer for some minutes after a start or a restart of its head node.
    private const int UnmeasuredTooOften = 6;

    /// <summary>The kinds about single clusters. A run that could not list the clusters neither starts nor resolves them.</summary>
    public static readonly ImmutableArray<EventKind> OfClusters =
    [
        EventKind.NotFollowed, EventKind.StartFailed, EventKind.StopFailed, EventKind.Workers,
        EventKind.Defer, EventKind.Probe, EventKind.OrphanedStop, EventKind.Config,
    ];

    /// <summary>Whether a cluster certainly has no incident, the usual case.</summary>
    public static bool AreOutOfTheQuestion(ClusterReport report) =>
        report.Decision.Record is { NotFollowed: null, Failures: null, Pending: null, Deferred: 0, Unmeasured: null, Protection: null }
            && Actionability.Manages(report.Decision.Rule);

    /// <summary>The message of a cluster's incident of one kind; null if it has none.</summary>
    /// <param name="isOpen">Whether the incident is already open.</param>
    public static string? Of(EventKind kind, ClusterReport report, RetryLimit retry, bool isOpen, Instant now)
    {
        var (record, reason, name) = (report.Decision.Record, report.Decision.Reason, report.Cluster.Name);
        var managed = !Actionability.IsUnmanaged(report.Decision.Rule, record, out _);
        return kind switch
        {
            EventKind.NotFollowed when managed && record.NotFollowed is { } action =>
                $"{name} was told to {Word(action)} but is {report.Cluster.StateText}; look at it in Hopsworks",
            EventKind.StartFailed when managed && Fails(ClusterAction.Start, record, retry, isOpen, now) =>
                $"{name} could not be started: {Tries(record, ClusterAction.Start, report, now)}",
            EventKind.StopFailed when managed && Fails(ClusterAction.Stop, record, retry, isOpen, now) =>
                $"{name} could not be stopped, and still runs: {Tries(record, ClusterAction.Stop, report, now)}",
            EventKind.Workers when managed && Fails(ClusterAction.AddWorkers, record, retry, isOpen, now) =>
                $"{name} runs without {WorkerSet.Text(WorkerSet.Missing(record.Workers ?? [], report.Cluster.Workers))}: "
                    + Tries(record, ClusterAction.AddWorkers, report, now),
            EventKind.Defer when managed && (record.Deferred >= DeferredTooOften || isOpen && record.Deferred > 0) =>
                $"{name} cannot be acted on for {record.Deferred} runs now: {reason}, state {report.Cluster.StateText}",
            EventKind.Probe when managed && report.Decision.Rule is { Probe: not null } rule
                && record is { Power: PowerState.Up, Unmeasured: { Samples: >= UnmeasuredTooOften } unmeasured } =>
                $"the activity of {name} cannot be measured, so it {(rule.Idle is null
                    ? $"drains for {DurationText.Write(rule.Drain!.AtMost)}" : "is not stopped for being idle")}: {unmeasured.Why}",
            EventKind.OrphanedStop when !managed && reason is not (Reason.ProtectionEnds or Reason.UnknownSchedule)
                && record is { StoppedFor: not null, Power: PowerState.Down } =>
                $"{name} was stopped by us and no rule manages it any more, so nothing will start it",
            EventKind.Config when reason == Reason.ProtectionEnds => $"{name} is {report.Decision.ExplainWhy(report.Cluster, now)}",
            _ => null,
        };
    }

    /// <summary>Whether a due action has failed often enough, or long enough, to report.</summary>
    private static bool Fails(ClusterAction action, ClusterRecord record, RetryLimit retry, bool isOpen, Instant now)
    {
        var failures = record.Failures is { } known && known.Of(action) ? known : null;
        var isUncertain = record.Pending is { Answer: CallAnswer.Uncertain, IsByHand: false } pending && pending.Action == action;
        if (failures is null)
            return false;
        var count = failures.Count + (isUncertain ? 1 : 0);
        return isOpen || count >= FailedTooOften || count > retry.Max && action == ClusterAction.Start
            || now - failures.Since >= FailedTooLong;
    }

    private static string Tries(ClusterRecord record, ClusterAction action, ClusterReport report, Instant now)
    {
        var failures = record.Failures!;
        var zone = report.Decision.Rule?.Schedule?.Zone ?? DateTimeZone.Utc;
        var isUncertain = record.Pending is { Answer: CallAnswer.Uncertain } pending && pending.Action == action;
        var since = failures.Since is { } first ? $" since {DecisionText.Write(first.InZone(zone), now.InZone(zone))} ({zone.Id})" : "";
        var attempts = DecisionText.Attempts(failures.Count + (isUncertain ? 1 : 0));
        return $"{attempts} failed{since}{(failures.Answer is { } answer ? $"; last answer: {answer}" : "")}";
    }

    private static string Word(ClusterAction action) => action switch
    {
        ClusterAction.Stop => "stop",
        ClusterAction.Start => "start",
        ClusterAction.AddWorkers => "add workers",
        ClusterAction.None => "do nothing",
    };
}
