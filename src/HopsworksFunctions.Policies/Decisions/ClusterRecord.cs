using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The app's memory of a cluster between runs. A cluster without a record is first seen.</summary>
public sealed record ClusterRecord
{
    public required string ClusterId { get; init; }
    public required string Name { get; init; }
    /// <summary>When it was first seen running or stopped. Null before that, and in records older than this field.</summary>
    public Instant? FirstSeen { get; init; }
    /// <summary>Fingerprint of the rule that last managed it; null if none ever did.</summary>
    public string? Fingerprint { get; init; }
    /// <summary>When it was first seen unmanaged. Null while a rule manages it, or if none ever did.</summary>
    public Instant? Unmanaged { get; init; }
    /// <summary>The rule that protects or does not manage it, kept for an hour after it stops matching; null for none.</summary>
    public Protection? Protection { get; init; }
    /// <summary>Its last settled state, neither in transition nor broken; null before the first.</summary>
    public PowerState? Power { get; init; }
    /// <summary>When it last started or stopped; null if it stopped before the app knew it.</summary>
    public Instant? PowerSince { get; init; }
    /// <summary>When it was first seen in transition or broken; null while it is settled.</summary>
    public Instant? Unsettled { get; init; }
    /// <summary>When Hopsworks.ai first stopped listing it; null while it is listed.</summary>
    public Instant? Gone { get; init; }
    /// <summary>Whether the last start was a manual start.</summary>
    public bool StartedByHand { get; init; }
    /// <summary>When a person started it outside a window, which begins the manual start period.</summary>
    public Instant? ManualHoldFrom { get; init; }
    /// <summary>End of the last hold that kept it from stopping, perhaps past; null if none has since it started.</summary>
    public Instant? HeldUntil { get; init; }
    /// <summary>The reason of its start by the policies or a hold. Null while it is stopped, and after a manual or unknown start.</summary>
    public Reason? StartedFor { get; init; }
    /// <summary>When the app sent the start that is being measured; null if none is.</summary>
    public Instant? StartSent { get; init; }
    /// <summary>The durations of the app's last starts, at most ten, oldest first; null if none was measured.</summary>
    public IReadOnlyList<Duration>? Starts { get; init; }
    /// <summary>The learned start-ahead time of its next start; null if there is none yet, or if its rule has none.</summary>
    public StartLead? Lead { get; init; }
    /// <summary>Whether it was usable when its latest window began; null if the app does not start it for windows.</summary>
    public Readiness? Ready { get; init; }
    /// <summary>The reason of its stop by the app. Null while it runs, or if someone else stopped it.</summary>
    public Reason? StoppedFor { get; init; }
    /// <summary>The machines saved by a policy stop. Null if no policy stopped the cluster, or if it may have run since.</summary>
    public SavedNodes? Spared { get; init; }
    /// <summary>Boundaries up to this instant no longer cause a start. Null while the latest boundary still does.</summary>
    public Instant? Handled { get; init; }
    /// <summary>
    /// Whether the app sent the last stop, for a person or for a policy. Null while it runs, and in records older than this field.
    /// </summary>
    public bool? StoppedByApp { get; init; }
    /// <summary>The worker nodes to restore, including those already back; null if there are none.</summary>
    public IReadOnlyList<WorkerGroup>? Workers { get; init; }
    /// <summary>Its worker nodes when last settled, empty if it had none. Null if that is unknown, or if it autoscales.</summary>
    public IReadOnlyList<WorkerGroup>? SettledWorkers { get; init; }
    /// <summary>Its worker nodes in the last run while a restore is pending, to detect manual changes; null otherwise.</summary>
    public IReadOnlyList<WorkerGroup>? SeenWorkers { get; init; }
    /// <summary>When spot nodes counted in <see cref="SettledWorkers"/> first went missing; null if none are missing.</summary>
    public Instant? SpotLoss { get; init; }
    public PendingAction? Pending { get; init; }
    /// <summary>An accepted action that did not bring the cluster to the expected state before the end of its watch.</summary>
    public ClusterAction? NotFollowed { get; init; }
    public StopWarning? Warning { get; init; }
    /// <summary>Time of the stop in a stop warning, postponed by the hold in force; null for none.</summary>
    public Instant? PutOff { get; init; }
    /// <summary>The planned stop at the end of its window; null if there is none, or in a dry run.</summary>
    public PlannedStop? Planned { get; init; }
    /// <summary>The planned stop at its maximum uptime; null as for <see cref="Planned"/>.</summary>
    public PlannedStop? PlannedUptime { get; init; }
    /// <summary>The block of its due stop by the stop limit; null if it is not blocked.</summary>
    public StopBlock? Blocked { get; init; }
    /// <summary>A person's allowance for the blocked stop; null for none.</summary>
    public StopAllowance? Allowed { get; init; }
    /// <summary>When the app last sent a stop that counts towards the stop limit; null if it never did.</summary>
    public Instant? UnforeseenStop { get; init; }
    public ActionFailures? Failures { get; init; }
    /// <summary>Consecutive runs in which a due action was delayed.</summary>
    public int Deferred { get; init; }
    public IdleSpell? Quiet { get; init; }
    /// <summary>The drain of its scheduled stop, from the first activity check for it on; null for none.</summary>
    public DrainRecord? Drain { get; init; }
    /// <summary>The last backup that the app requested; null if it never did.</summary>
    public BackupRecord? Backup { get; init; }
    /// <summary>The ids of the backups that the app made and has not deleted, oldest first; null for none.</summary>
    public IReadOnlyList<string>? Backups { get; init; }
    /// <summary>Failed activity checks in a row. Null if its activity is not checked, or the last check succeeded.</summary>
    public Unmeasured? Unmeasured { get; init; }
    /// <summary>The activity that its history last stored; null while it is stopped, and if its history is not kept.</summary>
    public ObservedActivity? Observed { get; init; }
    /// <summary>The other facts that its history last stored; null if its history is not kept.</summary>
    public ObservedFacts? ObservedFacts { get; init; }
    /// <summary>The last decision of a dry run; null before the first, and without dry run.</summary>
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
    /// <summary>Restores the worker nodes that a stop deleted.</summary>
    AddWorkers,
    /// <summary>Requests a backup.</summary>
    Backup,
}

/// <summary>An action that the app sent, or was about to send, without a visible effect so far.</summary>
/// <param name="SentAt">When the intent was stored, just before the call.</param>
/// <param name="RunId">The run that sent it; null in records older than run ids.</param>
public sealed record PendingAction(ClusterAction Action, Reason Reason, string Rule, Instant SentAt, CallAnswer Answer, string? RunId)
{
    /// <summary>The time that an action may take before the app reports it.</summary>
    public Duration Watch => WatchOf(Action);

    /// <summary>Whether a person requested it through the app.</summary>
    public bool IsByHand => Reason is Reason.ManualStart or Reason.ManualStop;

    /// <summary>Whether the policies caused it, and not a person or a hold.</summary>
    public bool IsOfPolicies => !IsByHand && Reason is not (Reason.HoldUp or Reason.HoldDown);

    /// <summary>For a stop, the machines that the cluster had before it.</summary>
    public NodeList? Nodes { get; init; }

    /// <summary>The boundary that it serves, which identifies its failed attempts; null for none.</summary>
    public Instant? Boundary { get; init; }

    /// <summary>The pause that an uncertain answer asked for, which applies if the call proves to have no effect; null for none.</summary>
    public Duration? RetryAfter { get; init; }

    public bool WatchIsOver(Instant now) => now >= SentAt + Watch;
    public static Duration WatchOf(ClusterAction action) => Duration.FromMinutes(action == ClusterAction.Stop ? 30 : 60);
    /// <summary>Returns whether it took effect: Hopsworks.ai accepted it, or the cluster's later state shows it.</summary>
    public bool WasCarriedOut(ClusterRecord seen) => Answer == CallAnswer.Accepted || seen.Pending is null && Action switch
    {
        ClusterAction.Stop => seen.Power == PowerState.Down,
        ClusterAction.AddWorkers => seen.Workers is null,
        ClusterAction.Start or ClusterAction.Backup or ClusterAction.None => seen.Power == PowerState.Up,
    };
}

/// <summary>The machines that a cluster had before it was stopped, and when it was first seen stopped.</summary>
public sealed record SavedNodes(Instant Since, NodeList Nodes);

/// <summary>The known answer to a call.</summary>
public enum CallAnswer
{
    /// <summary>No answer: the process may have died before or after the call.</summary>
    None,
    Accepted,
    /// <summary>A time-out or gateway error; the call may have taken effect.</summary>
    Uncertain,
}

/// <summary>A stop or start that a dry run would have sent; the audit log gets one entry for it, not one per run.</summary>
/// <param name="Since"><see cref="Decision.Since"/> of the decision.</param>
public sealed record DryRunRecord(ClusterAction Action, Reason Reason, Instant? Since)
{
    public static DryRunRecord Of(Decision decision) => new(decision.Action, decision.Reason, decision.Since);
}

/// <summary>A warning of a stop that channels received, and the stop's earliest time.</summary>
/// <param name="For">
/// The planned instant of the stop when its warning was sent. For an idle stop, when the cluster had been idle for long enough.
/// </param>
public sealed record StopWarning(Instant For, Instant StopAt)
{
    /// <summary>The time after the stop time for which a warning stays valid.</summary>
    public static readonly Duration Lifetime = Duration.FromMinutes(30);

    /// <summary>Reason of the stop; null in warnings older than this field.</summary>
    public Reason? Of { get; init; }

    /// <summary>Whether the warning says that a failed stop is retried and may succeed at any time from <see cref="StopAt"/>.</summary>
    public bool WhileTried { get; init; }

    /// <summary>Whether the cluster could not be stopped after an earlier warning.</summary>
    public bool Anew { get; init; }

    /// <summary>
    /// Whether channels were told that the stop is delayed, or a dry run made the stop. A delayed stop is still due, and a new warning
    /// follows when the cluster can be stopped.
    /// </summary>
    public bool IsOver { get; init; }
}

/// <summary>The rule that protects or does not manage a cluster; <paramref name="EndsAt"/> is null while it matches.</summary>
public sealed record Protection(string Rule, Instant? EndsAt)
{
    /// <summary>How long protection lasts after the rule stops matching, so that one wrong answer cannot stop production.</summary>
    public static readonly Duration Lasts = Duration.FromHours(1);
}

/// <summary>The start-ahead time of the next start, fixed at the end of the previous window.</summary>
/// <param name="After">The end of that window; null if there is none within the schedule's horizon.</param>
public sealed record StartLead(Instant? After, Duration Length);

/// <summary>The drain of one scheduled stop.</summary>
/// <param name="For">When the stop was due before the drain, which identifies it.</param>
/// <param name="From">When the drain begins: at <paramref name="For"/>, or later if the app first saw the stop due then.</param>
public sealed record DrainRecord(Instant For, Instant From)
{
    /// <summary>The latest time of the stop in the message that it waits until the cluster is idle; null before that message.</summary>
    public Instant? Told { get; init; }
}

/// <summary>A stop that the stop limit blocks, identified by its boundary, and the policies in force.</summary>
public sealed record StopBlock(Instant Boundary, Instant Since, string Policies);

/// <summary>A person's allowance for one blocked stop, valid for that boundary until <paramref name="Until"/>, exclusive.</summary>
public sealed record StopAllowance(Instant Boundary, Instant Until, string By)
{
    public static readonly Duration Lasts = Duration.FromHours(4);
}

/// <summary>Idle samples in a row, the first at <paramref name="Since"/>.</summary>
/// <param name="AppsSubmitted">The counter value that all samples share; null if the probe has no counter.</param>
public sealed record IdleSpell(Instant Since, Instant Last, int Samples, long? AppsSubmitted = null);

/// <summary>Failed activity checks in a row, and why the last one failed.</summary>
public sealed record Unmeasured(int Samples, string Why)
{
    /// <summary>Whether the cluster did not answer the last one at all.</summary>
    public bool NoService { get; init; }
}
