using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Core.Policies.Decisions;

/// <summary>How a record goes on when an action is sent and answered.</summary>
public static class Sent
{
    /// <summary>To be stored before the call, so that no later run sends it again without looking.</summary>
    public static ClusterRecord Intent(Decision decision, Cluster cluster, string runId, Instant now) => decision.Record with
    {
        Pending = new(decision.Action, decision.Reason, decision.Rule!.Name, now, CallAnswer.None, runId)
        {
            Nodes = decision.Action == ClusterAction.Stop ? NodeList.Of(cluster) : null,
        },
        // A stop deletes the workers; an autoscaler brings its own again.
        Workers = decision.Action != ClusterAction.Stop ? decision.Record.Workers
            : decision.Rule.Settings.RestoreWorkers && cluster.Autoscale is null ? WorkerSet.Union(decision.Record.Workers, cluster.Workers)
            : null,
        Deferred = 0,
    };

    public static ClusterRecord Accepted(ClusterRecord record, Schedule? schedule, Instant now) => record with
    {
        Pending = record.Pending! with { Answer = CallAnswer.Accepted },
        // A hold's action handles no boundary: the latest one counts when the hold is over. A person's counts when it is seen.
        Handled = record.Pending!.Reason is Reason.HoldUp or Reason.HoldDown or Reason.RestoreWorkers or Reason.ManualStart or Reason.ManualStop
            ? record.Handled : schedule?.At(now).Since,
    };

    public static ClusterRecord Uncertain(ClusterRecord record) =>
        record with { Pending = record.Pending! with { Answer = CallAnswer.Uncertain } };

    /// <summary>The call was not carried out: a start is tried again after its backoff, anything else at the next run, and what a person asked for not at all.</summary>
    /// <param name="retryAfter">What Hopsworks asked for, which the backoff never undercuts.</param>
    public static ClusterRecord Failed(ClusterRecord record, Schedule? schedule, RetryLimit retry, Duration? retryAfter, Instant now)
    {
        var pending = record.Pending!;
        record = record with { Pending = null };
        if (pending.Action != ClusterAction.Start || pending.IsByHand)
            return record;
        var boundary = BoundaryOf(pending.Reason, schedule, now);
        var count = record.Failures is { } earlier && earlier.Boundary == boundary ? earlier.Count + 1 : 1;
        var wait = retry.Backoff * (1L << Math.Min(count - 1, 20));
        return record with { Failures = new(boundary, count, pending.SentAt + Duration.Max(wait, retryAfter ?? Duration.Zero)) };
    }

    /// <summary>The boundary that a start serves, by which its failures are counted; null for a hold.</summary>
    internal static Instant? BoundaryOf(Reason reason, Schedule? schedule, Instant now) =>
        reason == Reason.HoldUp ? null : schedule?.At(now).Since;
}
