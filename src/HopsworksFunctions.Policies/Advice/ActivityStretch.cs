using NodaTime;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>What a cluster did from <paramref name="Start"/> (inclusive) until <paramref name="End"/> (exclusive).</summary>
public readonly record struct ActivityStretch(Instant Start, Instant End, ActivityState State);

public enum ActivityState
{
    /// <summary>Nobody looked, or its activity could not be measured.</summary>
    Unknown,
    Busy,
    Quiet,
    /// <summary>It did not run. Nobody had started it, which is all that this says: it may have been needed.</summary>
    Down,
}
