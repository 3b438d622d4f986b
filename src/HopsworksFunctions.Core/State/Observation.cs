using NodaTime;

namespace HopsworksFunctions.Core.State;

internal static class Observation
{
    /// <summary>
    /// Returns when the clusters were last observed, because nothing is known about later times; null if no stored run saw them.
    /// </summary>
    public static Instant? LastOf(AccountState state) =>
        LastRunOf(state) is { } run ? Instant.FromDateTimeOffset(run.StartedAt) : null;

    /// <summary>
    /// Returns the end of the known part of a range: the time of the last observation, or the end of the range if that is earlier.
    /// </summary>
    /// <returns>The range's start if nothing is known.</returns>
    public static Instant EndOf(AccountState state, Instant from, Instant to) =>
        Instant.Max(from, Instant.Min(to, LastOf(state) ?? from));

    /// <summary>Returns the last stored run that saw the clusters; null if none did.</summary>
    public static FinishedRun? LastRunOf(AccountState state) =>
        state.Runs.FirstOrDefault(r => r.Outcome is RunOutcome.Ok or RunOutcome.Partial);
}
