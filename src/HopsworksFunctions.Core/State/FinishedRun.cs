namespace HopsworksFunctions.Core.State;

/// <summary>The summary of a finished run, as shown by <c>health</c> and <c>runs</c>.</summary>
/// <param name="Policies">The version of the policies; null if there were none.</param>
public sealed record FinishedRun(
    string Id, string Trigger, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, RunOutcome Outcome, string? Error, string? Policies,
    RunCounts Counts);

/// <summary>The number of clusters that a run saw, stopped, started, and failed to act on.</summary>
public sealed record RunCounts(int Clusters, int Stops, int Starts, int Failures);

public enum RunOutcome
{
    Ok,
    /// <summary>Something failed for some clusters, or the run could not be stored completely.</summary>
    Partial,
    /// <summary>The run could not read any clusters, or had to end early.</summary>
    Failed,
    /// <summary>Another run is in progress.</summary>
    Skipped,
}
