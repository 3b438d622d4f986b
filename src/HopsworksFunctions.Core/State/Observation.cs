using NodaTime;

namespace HopsworksFunctions.Core.State;

internal static class Observation
{
    /// <summary>
    /// When the clusters were last observed, so that nothing is claimed about later times; null when no stored run saw them.
    /// </summary>
    public static Instant? LastOf(AccountState state) =>
        LastRunOf(state) is { } run ? Instant.FromDateTimeOffset(run.StartedAt) : null;

    /// <summary>The end of what is known of a range: when the clusters were last observed, or the range's end if that is earlier.</summary>
    /// <returns>The range's start if nothing is known.</returns>
    public static Instant EndOf(AccountState state, Instant from, Instant to) =>
        Instant.Max(from, Instant.Min(to, LastOf(state) ?? from));

    /// <summary>The last stored run that saw the clusters; null when none did.</summary>
    public static FinishedRun? LastRunOf(AccountState state) =>
        state.Runs.FirstOrDefault(r => r.Outcome is RunOutcome.Ok or RunOutcome.Partial);
}
