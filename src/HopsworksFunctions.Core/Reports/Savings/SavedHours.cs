using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>
/// The node-hours that one run adds to the savings: the certain part of the time since the previous observation. The sum over all runs
/// equals the <see cref="SavingsLedger"/> count from the audit log.
/// </summary>
internal static class SavedHours
{
    public static double Of(RunReport report) => report is { LookedBefore: { } from, Outcome: RunOutcome.Ok or RunOutcome.Partial }
        ? report.Clusters.Sum(c => NodeHours(c.Before, c.Decision.Record, from, report.StartedAt))
        : 0;

    private static double NodeHours(ClusterRecord? before, ClusterRecord now, Instant from, Instant to)
    {
        var (spared, until) = (now, before) switch
        {
            ({ Spared: { } still, Pending: { Action: ClusterAction.Start, Answer: not CallAnswer.None } start }, _) =>
                (still, start.SentAt),
            ({ Spared: { } still }, _) => (still, to),
            // The cluster is no longer stopped. It was stopped until the app's start; after a start by anyone else, nothing since the last
            // observation is certain.
            (_, { Spared: { } ended, Pending: { Action: ClusterAction.Start } start }) => (ended, start.SentAt),
            _ => default,
        };
        if (spared is null)
            return 0;
        var time = Instant.Min(to, until) - Instant.Max(from, spared.Since);
        return time > Duration.Zero ? time.TotalHours * CountedNodes.Of(spared.Nodes).Where(n => !n.Spot).Sum(n => n.Count) : 0;
    }
}
