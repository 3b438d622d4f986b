using NodaTime;

namespace HopsworksFunctions.Core.State;

internal static class Observation
{
    /// <summary>
    /// When the clusters were last observed, so that nothing is claimed about later times; null when no stored run saw them.
    /// </summary>
    public static Instant? LastOf(AccountState state) =>
        LastRunOf(state) is { } run ? Instant.FromDateTimeOffset(run.StartedAt) : null;

    /// <summary>The last stored run that saw the clusters; null when none did.</summary>
    public static FinishedRun? LastRunOf(AccountState state) =>
        state.Runs.FirstOrDefault(r => r.Outcome is RunOutcome.Ok or RunOutcome.Partial);
}
