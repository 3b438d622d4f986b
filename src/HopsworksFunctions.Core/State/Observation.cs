using NodaTime;

namespace HopsworksFunctions.Core.State;

internal static class Observation
{
    /// <summary>
    /// When the clusters were last observed, so that nothing is claimed about later times; null when no stored run saw them.
    /// </summary>
    public static Instant? LastOf(AccountState state) =>
        state.Runs.FirstOrDefault(r => r.Outcome is RunOutcome.Ok or RunOutcome.Partial) is { } run
            ? Instant.FromDateTimeOffset(run.StartedAt)
            : null;
}
