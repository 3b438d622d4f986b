using System.Collections.Immutable;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Incidents;

/// <summary>Derives incidents from a run's findings. An incident starts once and is resolved once, however many runs see it.</summary>
internal static class IncidentRules
{
    private const int DeferredTooOften = 3;
    private const int FailedTooOften = 3;
    public static readonly Duration FailedTooLong = Duration.FromMinutes(30);

    // This is half an hour of runs, because a cluster does not answer for minutes after a start or a restart of its head node.
    private const int UnmeasuredTooOften = 6;

    /// <summary>The kinds that concern single clusters. A run that could not list the clusters neither starts nor resolves them.</summary>
    public static readonly ImmutableArray<EventKind> OfClusters =
    [
        EventKind.NotFollowed, EventKind.StartFailed, EventKind.StopFailed, EventKind.Workers,
        EventKind.Defer, EventKind.Probe, EventKind.OrphanedStop, EventKind.Config,
        EventKind.BackupFailed,
    ];

    /// <summary>Returns whether a cluster certainly has no incident, which is the usual case.</summary>
    public static bool AreOutOfTheQuestion(ClusterReport report) =>
        report.Decision.Record is { NotFollowed: null, Failures: null, Deferred: 0, Unmeasured: null, Protection: null }
            && report.Decision.Rule is { Backup: null } && Actionability.Manages(report.Decision.Rule);

    /// <summary>Returns the message of a cluster's incident of one kind; null if it has none.</summary>
    /// <param name="isOpen">Whether the incident is already open.</param>
    public static string? Of(EventKind kind, ClusterReport report, RetryLimit retry, bool isOpen, Instant now)
    {
        var (record, reason) = (report.Decision.Record, report.Decision.Reason);
        var managed = !Actionability.IsUnmanaged(report.Decision.Rule, record, out _);
        return kind switch
        {
            EventKind.NotFollowed when managed && record.NotFollowed is { } action => IncidentText.NotFollowed(report, action),
            EventKind.StartFailed when managed && Fails(ClusterAction.Start, record, retry, isOpen, now) =>
                IncidentText.StartFailed(report, now),
            EventKind.StopFailed when managed && Fails(ClusterAction.Stop, record, retry, isOpen, now) =>
                IncidentText.StopFailed(report, now),
            EventKind.Workers when managed && Fails(ClusterAction.AddWorkers, record, retry, isOpen, now) =>
                IncidentText.WorkersMissing(report, now),
            EventKind.Defer when managed && (record.Deferred >= DeferredTooOften || isOpen && record.Deferred > 0) =>
                IncidentText.Delayed(report, now),
            EventKind.Probe when managed && report.Decision.Rule is { Probe: not null } rule
                && record is { Power: PowerState.Up, Unmeasured: { Samples: >= UnmeasuredTooOften } unmeasured } =>
                IncidentText.Unmeasured(report, rule, unmeasured),
            EventKind.OrphanedStop when !managed && reason is not (Reason.ProtectionEnds or Reason.UnknownSchedule)
                && record is { StoppedFor: not null, Power: PowerState.Down } => IncidentText.Orphaned(report),
            EventKind.BackupFailed when managed && report is { DryRun: false, Decision.Rule.Backup: not null } =>
                report.Cluster.BackupRetention == 0 ? IncidentText.BackupImpossible(report)
                    : record.Backup is { Step: BackupStep.Failed } || isOpen && record.Backup is { Step: not BackupStep.Made }
                        ? IncidentText.BackupFailed(report, record.Backup, now)
                        : null,
            EventKind.Config when reason == Reason.ProtectionEnds => IncidentText.ProtectionEnds(report, now),
            _ => null,
        };
    }

    /// <summary>Returns whether a due action has failed often enough, or long enough, to report.</summary>
    private static bool Fails(ClusterAction action, ClusterRecord record, RetryLimit retry, bool isOpen, Instant now)
    {
        var failures = record.Failures is { } known && known.Of(action) ? known : null;
        var isUncertain = record.Pending is { Answer: CallAnswer.Uncertain, IsByHand: false } pending && pending.Action == action;
        if (failures is null)
            return false;
        var count = failures.Count + (isUncertain ? 1 : 0);
        // A start ahead of its window misses it if there is no further attempt before it.
        var missesWindow = action == ClusterAction.Start && now < failures.Boundary && failures.NotBefore >= failures.Boundary;
        return isOpen || missesWindow || count >= FailedTooOften || count > retry.Max && action == ClusterAction.Start
            || now - failures.Since >= FailedTooLong;
    }
}
