using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>The loss of a state: a run found it empty although a snapshot of it exists.</summary>
/// <param name="Snapshot">The day of the latest snapshot before the loss.</param>
/// <param name="Since">The time when the run found the state empty.</param>
public sealed record LostState(LocalDate Snapshot, Instant Since)
{
    private const string App = "the app";

    /// <summary>The period in which the app starts and stops nothing, which leaves time to restore the lost holds and freezes.</summary>
    public static readonly Duration Frozen = Duration.FromHours(1);

    internal Freeze Freeze => new(null, Since, Since + Frozen, App, "its stored state was lost");

    /// <summary>Returns whether a freeze was caused by a lost state; the restore ends such a freeze.</summary>
    internal static bool IsCauseOf(Freeze freeze) => freeze is { Rule: null, By: App };
}
