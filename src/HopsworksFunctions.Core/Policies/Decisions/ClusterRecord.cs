using HopsworksFunctions.Core.Hopsworks;
using NodaTime;

namespace HopsworksFunctions.Core.Policies.Decisions;

/// <summary>What is remembered of a cluster from run to run; without it a cluster is at first sight.</summary>
public sealed record ClusterRecord
{
    public required string ClusterId { get; init; }
    public required string Name { get; init; }
    /// <summary>Of the rule at the last sight; null when no rule managed the cluster.</summary>
    public string? Fingerprint { get; init; }
    /// <summary>What the cluster last was when it was neither in transition nor broken; null before that.</summary>
    public Power? Power { get; init; }
    /// <summary>When it came up or went down; null when it went down before we knew it.</summary>
    public Instant? PowerSince { get; init; }
    /// <summary>When it was first seen in transition or broken since it last was neither; null while it is neither.</summary>
    public Instant? Unsettled { get; init; }
    /// <summary>When Hopsworks first listed it no longer; null while it is listed.</summary>
    public Instant? Gone { get; init; }
    /// <summary>Whether a person brought it up.</summary>
    public bool StartedByHand { get; init; }
    /// <summary>When a person started it outside a window; the manual hold counts from here.</summary>
    public Instant? ManualHoldFrom { get; init; }
    /// <summary>Why we stopped it; null when it is up, or somebody else stopped it.</summary>
    public Reason? StoppedFor { get; init; }
    /// <summary>What a stop of the policies spares; null where none did, or not only that is known to have happened since.</summary>
    public Spared? Spared { get; init; }
    /// <summary>The latest boundary of the schedule that needs nothing more; null when the latest is still to be acted on, whichever it is.</summary>
    public Instant? Handled { get; init; }
    /// <summary>The worker nodes that a stop of ours deleted and that are not all back yet; null when there are none.</summary>
    public IReadOnlyList<WorkerGroup>? Workers { get; init; }
    public PendingAction? Pending { get; init; }
    /// <summary>An accepted action whose watch ended before the cluster reached its state.</summary>
    public ClusterAction? NotFollowed { get; init; }
    public StopWarning? Warning { get; init; }
    public StartFailures? Failures { get; init; }
    /// <summary>Consecutive runs in which a due action had to be put off.</summary>
    public int Deferred { get; init; }
    public QuietSpell? Quiet { get; init; }
    /// <summary>Null when its activity is not asked for, or the last sample told of it.</summary>
    public Unmeasured? Unmeasured { get; init; }
    /// <summary>The last dry run; null before the first.</summary>
    public Rehearsal? Rehearsed { get; init; }
}

/// <summary>Whether a cluster is running or stopped.</summary>
public enum Power
{
    Up,
    Down,
}

public enum ClusterAction
{
    None,
    Start,
    Stop,
    /// <summary>Puts back the worker nodes that a stop deleted.</summary>
    AddWorkers,
}

/// <summary>An action that we sent, or were about to send, and that has not reached its state yet.</summary>
/// <param name="SentAt">When the intent was stored, just before the call.</param>
/// <param name="RunId">The run that sent it; null for one that was sent before runs were remembered.</param>
public sealed record PendingAction(ClusterAction Action, Reason Reason, string Rule, Instant SentAt, CallAnswer Answer, string? RunId)
{
    /// <summary>How long an action may take before people are told.</summary>
    public Duration Watch => Action == ClusterAction.Stop ? Duration.FromMinutes(30) : Duration.FromMinutes(60);

    /// <summary>A person asked us for it.</summary>
    public bool IsByHand => Reason is Reason.ManualStart or Reason.ManualStop;

    /// <summary>The policies' own, neither a person's nor a hold's.</summary>
    public bool IsOfPolicies => !IsByHand && Reason is not (Reason.HoldUp or Reason.HoldDown);

    /// <summary>Of a stop: what the cluster consisted of before it.</summary>
    public NodeList? Nodes { get; init; }

    public bool WatchIsOver(Instant now) => now >= SentAt + Watch;

    /// <summary>Whether it had its effect: accepted, or as a later sight of the cluster shows.</summary>
    public bool WasCarriedOut(ClusterRecord seen) => Answer == CallAnswer.Accepted || seen.Pending is null && Action switch
    {
        ClusterAction.Stop => seen.Power == Power.Down,
        ClusterAction.AddWorkers => seen.Workers is null,
        ClusterAction.Start or ClusterAction.None => seen.Power == Power.Up,
    };
}

/// <summary>The machines that a cluster had before it was stopped, and when it was first seen stopped.</summary>
public sealed record Spared(Instant Since, NodeList Nodes);

/// <summary>What is known of the answer to a call.</summary>
public enum CallAnswer
{
    /// <summary>Nothing: the process may have died before or after the call.</summary>
    None,
    Accepted,
    /// <summary>A time-out or gateway error, after which the call may have had its effect.</summary>
    Uncertain,
}

/// <summary>A stop or start that a dry run would have sent; the same occasion is audited once, not in each run.</summary>
/// <param name="Since">Of the decision.</param>
public sealed record Rehearsal(ClusterAction Action, Reason Reason, Instant? Since)
{
    public static Rehearsal Of(Decision decision) => new(decision.Action, decision.Reason, decision.Since);
}

/// <summary>A stop that people were told of: which one, and when it may be made.</summary>
/// <param name="For">The instant that the stop was planned for when it was announced; an idle stop's is the end of its quiet spell's wait.</param>
public sealed record StopWarning(Instant For, Instant StopAt);

/// <summary>Failed tries to start a cluster for one boundary (null for a hold).</summary>
public sealed record StartFailures(Instant? Boundary, int Count, Instant NotBefore);

/// <summary>Quiet samples in a row, the first of them at <paramref name="Since"/>.</summary>
/// <param name="AppsSubmitted">The counter that all of them had; null where none has one.</param>
public sealed record QuietSpell(Instant Since, Instant Last, int Samples, long? AppsSubmitted = null);

/// <summary>Samples in a row that told nothing, and why the last one did not.</summary>
public sealed record Unmeasured(int Samples, string Why);
