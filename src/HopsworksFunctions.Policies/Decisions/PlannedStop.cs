using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>A planned stop, identified by its boundary even when it is delayed.</summary>
/// <param name="At">When it is due; does not change once that time has come.</param>
/// <param name="Since">When a run first planned it for this boundary.</param>
public sealed record PlannedStop(Instant Boundary, Instant At, Instant Since)
{
    /// <summary>
    /// Returns whether it was planned an hour or more before it was due, so that it does not count towards the stop limit. A stop already
    /// overdue when the cluster was first seen is unexpected, however long it is delayed.
    /// </summary>
    public bool IsForeseen(Instant? firstSeen) =>
        WholeMinute.Of(Since) + Duration.FromHours(1) <= At && !(Since == firstSeen && Boundary <= Since);
}
