using System.Collections.Immutable;
using HopsworksFunctions.Core.Policies;
using HopsworksFunctions.Core.Policies.Decisions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>Which incidents a run's findings amount to. An incident begins once and is over once, however many runs see it.</summary>
internal static class Incidents
{
    private const int DeferredTooOften = 3;

    // Half an hour of runs: a cluster that has just come up, or whose head node restarts, does not answer for some minutes.
    private const int UnmeasuredTooOften = 6;

    /// <summary>Whether a cluster can be in no incident at all, as nearly all are at nearly every run.</summary>
    public static bool AreOutOfTheQuestion(ClusterReport report) =>
        report.Decision is { Record: { NotFollowed: null, Failures: null, Pending: null, Deferred: 0, Unmeasured: null }, Rule: { Protect: false, Manage: true } };

    /// <summary>The incident of a kind that a cluster is in, with its message; null when it is in none.</summary>
    /// <param name="isOpen">Whether it was in one before.</param>
    public static string? Of(EventKind kind, ClusterReport report, RetryLimit retry, bool isOpen)
    {
        var (record, reason, name) = (report.Decision.Record, report.Decision.Reason, report.Cluster.Name);
        var managed = reason is not (Reason.NoRule or Reason.Protected or Reason.NotManaged);
        return kind switch
        {
            EventKind.NotFollowed when managed && record.NotFollowed is { } action =>
                $"{name} was told to {Word(action)} but is {report.Cluster.StateText}; look at it in Hopsworks",
            EventKind.StartFailed when managed && record.Power == Power.Down && (isOpen || FailedTries(record) > retry.Max
                    || reason == Reason.OutOfWindow && record.Failures is not null) =>
                $"{name} could not be started; {FailedTries(record)} tries failed",
            EventKind.Defer when managed && (record.Deferred >= DeferredTooOften || isOpen && record.Deferred > 0) =>
                $"{name} cannot be acted on for {record.Deferred} runs now: {reason}, state {report.Cluster.StateText}",
            EventKind.Probe when managed && report.Decision.Rule!.Idle is not null && record is { Power: Power.Up, Unmeasured: { Samples: >= UnmeasuredTooOften } unmeasured } =>
                $"the activity of {name} cannot be measured, so it is not stopped for being idle: {unmeasured.Why}",
            EventKind.OrphanedStop when !managed && record is { StoppedFor: not null, Power: Power.Down } =>
                $"{name} was stopped by us and no rule manages it any more, so nothing will start it",
            _ => null,
        };
    }

    private static string Word(ClusterAction action) => action switch
    {
        ClusterAction.Stop => "stop",
        ClusterAction.Start => "start",
        ClusterAction.AddWorkers => "add workers",
        ClusterAction.None => "do nothing",
    };

    /// <summary>Those of the start that is due; one whose answer was lost counts until its effect shows.</summary>
    private static int FailedTries(ClusterRecord record) =>
        (record.Failures?.Count ?? 0) + (record.Pending is { Action: ClusterAction.Start, Answer: CallAnswer.Uncertain } ? 1 : 0);

    /// <summary>The kinds that concern single clusters, which a run that saw no cluster can neither begin nor end.</summary>
    public static readonly ImmutableArray<EventKind> OfClusters = [EventKind.NotFollowed, EventKind.StartFailed, EventKind.Defer, EventKind.Probe, EventKind.OrphanedStop];
}
