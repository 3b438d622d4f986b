using HopsworksFunctions.Core.Policies;
using HopsworksFunctions.Core.Policies.Decisions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>Which incidents a run's findings amount to. An incident begins once and is over once, however many runs see it.</summary>
internal static class Incidents
{
    private const int DeferredTooOften = 3;

    /// <summary>The incident of a kind that a cluster is in, with its message; null when it is in none.</summary>
    /// <param name="isOpen">Whether it was in one before.</param>
    public static string? Of(EventKind kind, ClusterReport report, bool isOpen)
    {
        var (record, decision, name) = (report.Decision.Record, report.Decision, report.Cluster.Name);
        var managed = decision.Reason is not (Reason.NoRule or Reason.Protected or Reason.NotManaged);
        return kind switch
        {
            EventKind.NotFollowed when managed && record.NotFollowed is { } action =>
                $"{name} was told to {(action == ClusterAction.Stop ? "stop" : "start")} but is {report.Cluster.StateText}; look at it in Hopsworks",
            EventKind.StartFailed when managed && (decision.Reason == Reason.StartFailed || isOpen && record.Power == Power.Down
                    || decision.Reason == Reason.OutOfWindow && record.Failures is not null) =>
                $"{name} could not be started; {record.Failures?.Count} tries failed",
            EventKind.Defer when managed && (record.Deferred >= DeferredTooOften || isOpen && record.Deferred > 0) =>
                $"{name} cannot be acted on for {record.Deferred} runs now: {decision.Reason}, state {report.Cluster.StateText}",
            EventKind.OrphanedStop when !managed && record is { StoppedFor: not null, Power: Power.Down } =>
                $"{name} was stopped by us and no rule manages it any more, so nothing will start it",
            _ => null,
        };
    }

    /// <summary>The kinds that concern single clusters, which a run that saw no cluster can neither begin nor end.</summary>
    public static readonly IReadOnlyList<EventKind> OfClusters = [EventKind.NotFollowed, EventKind.StartFailed, EventKind.Defer, EventKind.OrphanedStop];

    /// <summary>The kinds that concern the whole account.</summary>
    public static readonly IReadOnlyList<EventKind> OfAccount = [EventKind.Config, EventKind.Key, EventKind.Outage, EventKind.Limit];
}
