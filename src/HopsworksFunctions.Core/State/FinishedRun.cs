namespace HopsworksFunctions.Core.State;

/// <summary>What remains of a finished run for <c>health</c> and <c>runs</c>.</summary>
/// <param name="Policies">The policies' version; null when there were none.</param>
public sealed record FinishedRun(
    string Id, string Trigger, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, RunOutcome Outcome, string? Error, string? Policies,
    RunCounts Counts);

/// <summary>How many clusters a run saw, stopped, started, and failed with.</summary>
public sealed record RunCounts(int Clusters, int Stops, int Starts, int Failures);

public enum RunOutcome
{
    Ok,
    /// <summary>Something failed for some clusters, or not all about the run could be stored.</summary>
    Partial,
    /// <summary>No cluster could be looked at, or the run had to end before its time.</summary>
    Failed,
    /// <summary>Another run has the account.</summary>
    Skipped,
}
