using HopsworksFunctions.Core.Incidents;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// The time in which the runs after one that sent and reported nothing do the same, if only the time changes. A simulation can skip them.
/// </summary>
public static class RunHorizon
{
    /// <summary>Returns the first instant at which a later run may do something; null if that may be the next run.</summary>
    /// <param name="state">The state after the run. With records of unlisted clusters, the result is null.</param>
    /// <param name="retry">The retry limit of the run.</param>
    /// <param name="next">The time at which the run expected the next one.</param>
    public static Instant? Of(RunReport report, AccountState state, RetryLimit retry, Instant next)
    {
        if (report is not { Outcome: RunOutcome.Ok, Notices.Count: 0 } || report.Clusters.Count != state.Records.Count
            || state is not { Messages.Count: 0, Channels.Count: 0, Damaged.Count: 0, Freezes.Count: 0 }
            || report.Incidents.Any(incident => incident.Kind == EventKind.State))
            return null;
        var now = report.StartedAt;
        var nearest = new NearestInstant(now, next);
        foreach (var cluster in report.Clusters)
        {
            if (!IsQuiet(cluster, retry, now, next))
                return null;
            var (record, hold) = (cluster.Decision.Record, state.Holds.GetValueOrDefault(cluster.Cluster.Id));
            // The next run removes an expired hold if this one did not.
            if (hold?.InForce(now) == false
                || DecisionHorizon.Of(cluster.Cluster, cluster.Decision.Rule, record, hold, now, next) is not { } horizon)
                return null;
            nearest.From(horizon);
            nearest.From(record.UnforeseenStop + StopLimit.Window);
            nearest.From(record.Allowed?.Until);
            nearest.From(record.Failures?.Since + IncidentRules.FailedTooLong);
        }
        return nearest.Value;
    }

    /// <summary>Returns whether the next run would do the same. A dry run repeats its decision, but reports it only once.</summary>
    private static bool IsQuiet(ClusterReport cluster, RetryLimit retry, Instant now, Instant next) =>
        cluster is { Error: null, Decision.Warning: null } && (ReferenceEquals(cluster.Before, cluster.Decision.Record)
            ? cluster is { Done: ActionOutcome.DryRun } or { Done: ActionOutcome.Nothing, Decision.Action: ClusterAction.None }
            : cluster is { Done: ActionOutcome.Nothing, Decision.Action: ClusterAction.None, DryRun: false }
                && DecisionHorizon.Repeats(cluster.Cluster, cluster.Decision, cluster.Hold, retry, now, next));
}
