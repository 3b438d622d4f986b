using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>What is to be done with a cluster now, and why. A decision is data: the same one is reported, stored and asserted.</summary>
/// <param name="Since">The instant that the reason refers to: the boundary, or when the wait began; null where it has none.</param>
/// <param name="Until">When a wait is over, or an announced stop comes.</param>
/// <param name="Next">The next stop or start that is foreseen, if nothing changes.</param>
/// <param name="Record">What to remember; the same instance as before when nothing changed.</param>
public readonly record struct Decision(
    ClusterAction Action,
    Reason Reason,
    Rule? Rule,
    ClusterRecord Record,
    Instant? Since = null,
    Instant? Until = null,
    Boundary? Next = null)
{
    /// <summary>A stop or start is due, but the cluster cannot take it now.</summary>
    public bool IsDeferred { get; init; }

    /// <summary>What is due, also where it has to wait; null when nothing is.</summary>
    public DueAction? Due { get; init; }

    /// <summary>Set when people are to be told, in this run, of a stop to come.</summary>
    public StopWarning? Warning { get; init; }

    /// <summary>Decided and recorded, but not sent.</summary>
    public bool IsDryRun(PolicySet policies) => policies.DryRun || Rule is { DryRun: true };
}

/// <summary>An action that is due: its time has come, whether it is made in this run or has to wait.</summary>
/// <param name="Boundary">What it serves: the same instant from run to run, however long it is put off; null for adding workers.</param>
public sealed record DueAction(ClusterAction Action, Instant? Boundary, StopKind Kind = StopKind.Uncounted)
{
    public bool HasFailed(ActionFailures? failures) => failures is not null && failures.Of(Action) && failures.Boundary == Boundary;
}

/// <summary>What a stop is to the stop limit.</summary>
public enum StopKind
{
    /// <summary>No stop, or a person's.</summary>
    Uncounted,
    /// <summary>Planned long before it was wanted.</summary>
    Foreseen,
    Unforeseen,
    Idle,
}
