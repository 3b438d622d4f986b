using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>
/// Failed attempts of one action in a row, including failures to read the cluster first, and the earliest time of the next attempt.
/// </summary>
/// <param name="Boundary">The boundary that the action serves; null when adding workers.</param>
public sealed record ActionFailures(Instant? Boundary, int Count, Instant NotBefore)
{
    /// <summary>Null in records older than this field, which means a start.</summary>
    public ClusterAction? Action { get; init; }
    /// <summary>When the first attempt failed; null in records older than this field.</summary>
    public Instant? Since { get; init; }
    /// <summary>The result of the last attempt.</summary>
    public string? Answer { get; init; }
    /// <summary>
    /// Why the action was due, if an attempt may still take effect: its answer was lost, or it was accepted and nothing happened. Null if
    /// none may.
    /// </summary>
    public Reason? Unseen { get; init; }

    public bool Of(ClusterAction action) => (Action ?? ClusterAction.Start) == action;
}
