using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>What is remembered of a cluster from run to run; without it a cluster is at first sight.</summary>
public sealed record ClusterRecord
{
    public required string ClusterId { get; init; }
    public required string Name { get; init; }
    /// <summary>When it was first seen running or stopped; null before that, and in records that are older than this member.</summary>
    public Instant? FirstSeen { get; init; }
    /// <summary>Of the rule that managed it last; null when none ever did.</summary>
    public string? Fingerprint { get; init; }
    /// <summary>When it was first seen without a rule that manages it; null while one does, or none ever did.</summary>
    public Instant? Unmanaged { get; init; }
    /// <summary>The rule that protects it or leaves it to people, also for an hour after it no longer matches; null for none.</summary>
    public Protection? Protection { get; init; }
    /// <summary>What the cluster last was when it was neither in transition nor broken; null before that.</summary>
    public PowerState? Power { get; init; }
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
    /// <summary>Until when the last hold kept it from being stopped, which may be over; null when none did since it came up.</summary>
    public Instant? HeldUntil { get; init; }
    /// <summary>Why we stopped it; null when it is up, or somebody else stopped it.</summary>
    public Reason? StoppedFor { get; init; }
    /// <summary>What a stop of the policies spares; null where none did, or not only that is known to have happened since.</summary>
    public SavedNodes? Spared { get; init; }
    /// <summary>Up to here no boundary asks for a start any more; null when the latest one still does, whichever it is.</summary>
    public Instant? Handled { get; init; }
    /// <summary>
    /// Whether the last stop was our call, a person's wish included; null while it is up, and in records that are older than this member.
    /// </summary>
    public bool? StoppedByApp { get; init; }
    /// <summary>The worker nodes that it is to have again and that are not all back yet; null when nothing is owed.</summary>
    public IReadOnlyList<WorkerGroup>? Workers { get; init; }
    /// <summary>Its worker nodes at the last settled sight, empty when it had none; null when there was none, or it autoscales.</summary>
    public IReadOnlyList<WorkerGroup>? SettledWorkers { get; init; }
    /// <summary>Its worker nodes at the last sight while some are owed, to see when a person changes them; null otherwise.</summary>
    public IReadOnlyList<WorkerGroup>? SeenWorkers { get; init; }
    /// <summary>When spot nodes were first missing that <see cref="SettledWorkers"/> still counts; null when none are.</summary>
    public Instant? SpotLoss { get; init; }
    public PendingAction? Pending { get; init; }
    /// <summary>An accepted action whose watch ended before the cluster reached its state.</summary>
    public ClusterAction? NotFollowed { get; init; }
    public StopWarning? Warning { get; init; }
    /// <summary>When the announced stop was to come that the hold in force put off; null when none did.</summary>
    public Instant? PutOff { get; init; }
    /// <summary>The stop at the end of its window if nothing changes; null when none comes, or decisions are not sent.</summary>
    public PlannedStop? Planned { get; init; }
    /// <summary>The stop for its longest time up; null as <see cref="Planned"/>.</summary>
    public PlannedStop? PlannedUptime { get; init; }
    /// <summary>The stop limit blocks the stop that is due; null when it does not.</summary>
    public StopBlock? Blocked { get; init; }
    /// <summary>A person lets the stop that is due go ahead although it was blocked; null when nobody did.</summary>
    public StopAllowance? Allowed { get; init; }
    /// <summary>When our last stop was sent that counts for the stop limit; null when none was.</summary>
    public Instant? UnforeseenStop { get; init; }
    public ActionFailures? Failures { get; init; }
    /// <summary>Consecutive runs in which a due action had to be put off.</summary>
    public int Deferred { get; init; }
    public IdleSpell? Quiet { get; init; }
    /// <summary>Null when its activity is not asked for, or the last sample told of it.</summary>
    public Unmeasured? Unmeasured { get; init; }
    /// <summary>What a dry run decided last; null before the first, and where decisions are sent.</summary>
    public DryRunRecord? Rehearsed { get; init; }
}

/// <summary>Whether a cluster is running or stopped.</summary>
public enum PowerState
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

    /// <summary>What it serves, by which failed tries are counted; null where there is none.</summary>
    public Instant? Boundary { get; init; }

    public bool WatchIsOver(Instant now) => now >= SentAt + Watch;

    /// <summary>Whether it had its effect: accepted, or as a later sight of the cluster shows.</summary>
    public bool WasCarriedOut(ClusterRecord seen) => Answer == CallAnswer.Accepted || seen.Pending is null && Action switch
    {
        ClusterAction.Stop => seen.Power == PowerState.Down,
        ClusterAction.AddWorkers => seen.Workers is null,
        ClusterAction.Start or ClusterAction.None => seen.Power == PowerState.Up,
    };
}

/// <summary>The machines that a cluster had before it was stopped, and when it was first seen stopped.</summary>
public sealed record SavedNodes(Instant Since, NodeList Nodes);

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
public sealed record DryRunRecord(ClusterAction Action, Reason Reason, Instant? Since)
{
    public static DryRunRecord Of(Decision decision) => new(decision.Action, decision.Reason, decision.Since);
}

/// <summary>A stop that people were told of: which one, and when it may be made.</summary>
/// <param name="For">
/// The instant that the stop was planned for when it was announced; an idle stop's is the end of its quiet spell's wait.
/// </param>
public sealed record StopWarning(Instant For, Instant StopAt)
{
    /// <summary>How long after its moment a stop still counts as announced.</summary>
    public static readonly Duration Lifetime = Duration.FromMinutes(30);

    /// <summary>Why the stop is made; null in warnings that are older than this member.</summary>
    public Reason? Of { get; init; }

    /// <summary>Tells that the stop, which was refused, is tried again and may be made at any time from then on.</summary>
    public bool WhileTried { get; init; }

    /// <summary>The stop could not be made when it was announced before.</summary>
    public bool Anew { get; init; }

    /// <summary>
    /// People were told that it does not come for now; it is still due, and announced once more when the cluster can take it.
    /// </summary>
    public bool IsOver { get; init; }
}

/// <summary>The rule that protects a cluster or leaves it to people; <paramref name="EndsAt"/> is null while it matches.</summary>
public sealed record Protection(string Rule, Instant? EndsAt)
{
    /// <summary>How long a cluster is left alone after such a rule stopped matching: one bad answer must not stop production.</summary>
    public static readonly Duration Lasts = Duration.FromHours(1);
}

/// <summary>A stop to come, known by the boundary that it serves, however long it is put off.</summary>
/// <param name="At">When it is wanted; stays as it is once that has come.</param>
/// <param name="Since">When it was first seen to be planned for this boundary.</param>
public sealed record PlannedStop(Instant Boundary, Instant At, Instant Since)
{
    /// <summary>
    /// Planned for an hour or more before it was wanted: no surprise, so that it does not count for the stop limit.
    /// What was overdue when the cluster was first seen is one, however long something puts it off.
    /// </summary>
    public bool IsForeseen(Instant? firstSeen) =>
        WholeMinute.Of(Since) + Duration.FromHours(1) <= At && !(Since == firstSeen && Boundary <= Since);
}

/// <summary>A stop that the limit blocks, by its boundary, and the policies under which it does.</summary>
public sealed record StopBlock(Instant Boundary, Instant Since, string Policies);

/// <summary>What a person said to a blocked stop; good for that boundary until <paramref name="Until"/>, excluded.</summary>
public sealed record StopAllowance(Instant Boundary, Instant Until, string By)
{
    public static readonly Duration Lasts = Duration.FromHours(4);
}

/// <summary>Tries of one action that failed in a row, or whose reading before failed, and until when no further one is made.</summary>
/// <param name="Boundary">What the action serves; null for the adding of workers.</param>
public sealed record ActionFailures(Instant? Boundary, int Count, Instant NotBefore)
{
    /// <summary>Null in records that are older than this member: a start.</summary>
    public ClusterAction? Action { get; init; }
    /// <summary>When the first of them failed; null in records that are older than this member.</summary>
    public Instant? Since { get; init; }
    /// <summary>What became of the last of them.</summary>
    public string? Answer { get; init; }

    public bool Of(ClusterAction action) => (Action ?? ClusterAction.Start) == action;
}

/// <summary>Quiet samples in a row, the first of them at <paramref name="Since"/>.</summary>
/// <param name="AppsSubmitted">The counter that all of them had; null where none has one.</param>
public sealed record IdleSpell(Instant Since, Instant Last, int Samples, long? AppsSubmitted = null);

/// <summary>Samples in a row that told nothing, and why the last one did not.</summary>
public sealed record Unmeasured(int Samples, string Why);
