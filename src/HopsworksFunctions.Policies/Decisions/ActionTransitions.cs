using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>Updates a record when an action is sent and answered.</summary>
public static class ActionTransitions
{
    private static readonly Duration MaxPause = Duration.FromMinutes(30);

    /// <summary>Returns the record to store before the call, so that no later run repeats the call without checking.</summary>
    public static ClusterRecord Intent(Decision decision, Cluster cluster, string runId, Instant now) => decision.Record with
    {
        // A manual start counts from its decision, so that its answer gives the same end of the manual start period as later runs.
        Pending = new(
            decision.Action, decision.Reason, decision.Rule!.Name, decision.Reason == Reason.ManualStart ? decision.Since ?? now : now,
            CallAnswer.None, runId)
        {
            Nodes = decision.Action == ClusterAction.Stop ? NodeList.Of(cluster) : null,
            Boundary = decision.Due?.Boundary,
        },
        UnforeseenStop = decision.Due is { Kind: StopKind.Unforeseen or StopKind.Idle } && decision.Record.Allowed is null
            ? now
            : decision.Record.UnforeseenStop,
        Deferred = 0,
    };

    /// <summary>Records the action that a dry run would have sent. A stop ends its own warning, or that of the stop it replaces.</summary>
    public static ClusterRecord Rehearsed(Decision decision) => decision.Record with
    {
        Rehearsed = DryRunRecord.Of(decision),
        Warning = decision is { Action: ClusterAction.Stop, Record.Warning: { } warning } ? warning with { IsOver = true } : null,
    };

    public static ClusterRecord Accepted(ClusterRecord record) =>
        record with { Pending = record.Pending! with { Answer = CallAnswer.Accepted } };

    /// <inheritdoc cref="Failed" path="/param"/>
    public static ClusterRecord Uncertain(ClusterRecord record, Duration? retryAfter) =>
        record with { Pending = record.Pending! with { Answer = CallAnswer.Uncertain, RetryAfter = retryAfter } };

    /// <summary>Records that the call failed: the app retries it after a pause, unless a person requested it.</summary>
    /// <param name="answer">The reason, for people.</param>
    /// <param name="retryAfter">The pause that Hopsworks.ai asked for, which the app always respects.</param>
    /// <param name="since">When it failed.</param>
    /// <param name="mayTakeEffect">Whether the call may still take effect.</param>
    public static ClusterRecord Failed(
        ClusterRecord record, RetryLimit retry, string answer, Duration? retryAfter, Instant since, bool mayTakeEffect = false)
    {
        var pending = record.Pending!;
        record = Withdrawn(record);
        if (pending.IsByHand)
            return record;
        var due = new DueAction(pending.Action, pending.Boundary);
        var failures = More(record.Failures, due, retry, answer, retryAfter, pending.SentAt, since);
        return record with { Failures = mayTakeEffect ? failures with { Unseen = pending.Reason } : failures };
    }

    /// <summary>Withdraws an action that was not sent, or that failed through no fault of the cluster. The next run tries again.</summary>
    public static ClusterRecord Withdrawn(ClusterRecord record) =>
        record with { Pending = null, UnforeseenStop = record.UnforeseenStop == record.Pending!.SentAt ? null : record.UnforeseenStop };

    /// <summary>Records that the cluster could not be read before a due action, so the action was not sent.</summary>
    public static ClusterRecord Unread(
        ClusterRecord record, DueAction due, RetryLimit retry, string answer, Duration? retryAfter, Instant now) =>
        record with { Failures = More(record.Failures, due, retry, answer, retryAfter, now, now) };

    /// <summary>Counts one more failed attempt. The pause doubles each time, up to half an hour.</summary>
    private static ActionFailures More(
        ActionFailures? known, DueAction due, RetryLimit retry, string answer, Duration? retryAfter, Instant at, Instant since)
    {
        var earlier = due.HasFailed(known) ? known : null;
        var count = (earlier?.Count ?? 0) + 1;
        var pause = Duration.Min(retry.Backoff * (1L << Math.Min(count - 1, 20)), Duration.Max(MaxPause, retry.Backoff));
        return new(due.Boundary, count, Instant.Max(WholeMinute.Of(at) + pause, at + (retryAfter ?? Duration.Zero)))
        {
            Action = due.Action,
            Since = earlier?.Since ?? since,
            Answer = answer,
            Unseen = earlier?.Unseen,
        };
    }
}
