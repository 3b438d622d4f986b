using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>
/// Consecutive failed attempts of one action, including failures to read the cluster first, and the earliest time of the next attempt.
/// </summary>
/// <param name="Boundary">The boundary that the action serves; null when adding workers.</param>
public sealed record ActionFailures(Instant? Boundary, int Count, Instant NotBefore)
{
    /// <summary>The failed action; null in records older than this field, which means a start.</summary>
    public ClusterAction? Action { get; init; }
    /// <summary>When the first attempt failed; null in records older than this field.</summary>
    public Instant? Since { get; init; }
    /// <summary>The result of the last attempt.</summary>
    public string? Answer { get; init; }
    /// <summary>
    /// The reason of the action if an attempt may still take effect, because its answer was lost or it was accepted without effect; null if
    /// no attempt may.
    /// </summary>
    public Reason? Unseen { get; init; }

    public bool Of(ClusterAction action) => (Action ?? ClusterAction.Start) == action;
}
