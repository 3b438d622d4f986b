using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>A state that a run found empty although there was a snapshot of it.</summary>
/// <param name="Snapshot">The latest snapshot from before.</param>
/// <param name="Since">When the run found it empty.</param>
public sealed record LostState(LocalDate Snapshot, Instant Since)
{
    private const string App = "the app";

    /// <summary>How long nothing is started or stopped, so that there is time to restore the holds and freezes that were lost.</summary>
    public static readonly Duration Frozen = Duration.FromHours(1);

    internal Freeze Freeze => new(null, Since, Since + Frozen, App, "its stored state was lost");

    /// <summary>Whether a freeze is that of a lost state, which ends with the restore.</summary>
    internal static bool IsCauseOf(Freeze freeze) => freeze is { Rule: null, By: App };
}
