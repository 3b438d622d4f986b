namespace HopsworksFunctions.Core.State;

/// <summary>The summary of a finished run that <c>health</c> and <c>runs</c> show.</summary>
/// <param name="Policies">The policies' version; null when there were none.</param>
public sealed record FinishedRun(
    string Id, string Trigger, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, RunOutcome Outcome, string? Error, string? Policies,
    RunCounts Counts);

/// <summary>How many clusters a run saw, stopped, started, and failed to act on.</summary>
public sealed record RunCounts(int Clusters, int Stops, int Starts, int Failures);

public enum RunOutcome
{
    Ok,
    /// <summary>Something failed for some clusters, or the run could not be stored completely.</summary>
    Partial,
    /// <summary>The run could read no clusters, or had to end early.</summary>
    Failed,
    /// <summary>Another run is in progress.</summary>
    Skipped,
}
