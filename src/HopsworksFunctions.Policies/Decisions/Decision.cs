using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The action for a cluster now, and why. The same value is reported, stored and tested.</summary>
/// <param name="Since">The boundary or the start of the wait that the reason refers to; null for none.</param>
/// <param name="Until">When a wait ends, or when the stop in a warning is made.</param>
/// <param name="Next">The next start or stop if nothing changes.</param>
/// <param name="Record">The record to store; the same instance if nothing changed.</param>
public readonly record struct Decision(
    ClusterAction Action,
    Reason Reason,
    Rule? Rule,
    ClusterRecord Record,
    Instant? Since = null,
    Instant? Until = null,
    Boundary? Next = null)
{
    /// <summary>Whether a stop or start is due, but delayed because the cluster cannot take it now.</summary>
    public bool IsDeferred { get; init; }

    /// <summary>The due action, even if it has to wait; null for none.</summary>
    public DueAction? Due { get; init; }

    /// <summary>Whether the stop is made only if the cluster is still idle, so its activity is checked once more right before.</summary>
    public bool IsForIdle { get; init; }

    /// <summary>The state that the hold in force keeps; null if the decision does not wait for a hold.</summary>
    public HoldState? Held { get; init; }

    /// <summary>The freeze that keeps the app from acting; null for none.</summary>
    public Freeze? Frozen { get; init; }

    /// <summary>The start or stop that the freeze prevents; null if none is known.</summary>
    public Boundary? Skipped { get; init; }

    /// <summary>The counts of the stop limit that delays the stop; null for none.</summary>
    public StopCounts? Limit { get; init; }

    /// <summary>The stop warning to send in this run; null for none.</summary>
    public StopWarning? Warning { get; init; }

    /// <summary>Returns whether the decision is recorded but not sent.</summary>
    public bool IsDryRun(PolicySet policies) => policies.DryRun || Rule is { DryRun: true };
}

/// <summary>A due action, whether this run takes it or it has to wait.</summary>
/// <param name="Boundary">The boundary that it serves: the same instant in every run, even when delayed; null when adding workers.</param>
public sealed record DueAction(ClusterAction Action, Instant? Boundary, StopKind Kind = StopKind.Uncounted)
{
    public bool HasFailed(ActionFailures? failures) => failures is not null && failures.Of(Action) && failures.Boundary == Boundary;
}

/// <summary>How a stop counts towards the stop limit.</summary>
public enum StopKind
{
    /// <summary>Not a stop, or one that a person wants: manual or by a hold.</summary>
    Uncounted,
    /// <summary>An expected stop, planned an hour or more ahead.</summary>
    Foreseen,
    Unforeseen,
    Idle,
}

/// <summary>The counts of a stop limit: the stops that are due, those made in the last hour, and the most allowed in an hour.</summary>
public readonly record struct StopCounts(int Due, int Made, int Max)
{
    /// <summary>Returns <c>3 unexpected stops are due, 2 were made in the last hour</c>, or its first half if none were made.</summary>
    public string DueInWords()
    {
        var made = Made == 0 ? "" : $", {CountText.Of(Made, "was", "were")} made in the last hour";
        return $"{CountText.Of(Due, "unexpected stop is", "unexpected stops are")} due{made}";
    }
}
