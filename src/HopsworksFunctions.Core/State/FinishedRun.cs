using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.State;

/// <summary>What remains of a finished run for <c>health</c> and <c>runs</c>.</summary>
/// <param name="Policies">The policies' version; null when there were none.</param>
public sealed record FinishedRun(
    string Id, string Trigger, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, RunOutcome Outcome, string? Error, string? Policies, RunCounts Counts)
{
    public static FinishedRun From(RunReport report) => new(
        report.Id, report.Trigger, report.StartedAt.ToDateTimeOffset(), report.FinishedAt.ToDateTimeOffset(),
        report.Outcome, report.Error, report.Policies, RunCounts.Of(report));
}

/// <summary>How many clusters a run saw, stopped, started, and failed with.</summary>
public sealed record RunCounts(int Clusters, int Stops, int Starts, int Failures)
{
    public static RunCounts Of(RunReport report)
    {
        return new(report.Clusters.Count, Accepted(ClusterAction.Stop), Accepted(ClusterAction.Start), report.Clusters.Count(c => c.Error is not null));

        int Accepted(ClusterAction action) => report.Clusters.Count(c => c.Done == Done.Accepted && c.Decision.Action == action);
    }
}
