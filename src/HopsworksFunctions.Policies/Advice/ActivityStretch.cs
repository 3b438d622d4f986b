using NodaTime;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>A cluster's activity from <paramref name="Start"/> (inclusive) until <paramref name="End"/> (exclusive).</summary>
public readonly record struct ActivityStretch(Instant Start, Instant End, ActivityState State);

public enum ActivityState
{
    /// <summary>The cluster was not checked, or its activity could not be measured.</summary>
    Unknown,
    Busy,
    Quiet,
    /// <summary>The cluster did not run, which does not show whether it was needed.</summary>
    Down,
}
