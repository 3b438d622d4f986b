using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>
/// What one run adds to the node-hours saved: the time since the look before it, as far as that is certain.
/// So the sum over all runs is what <see cref="SavingsLedger"/> counts from the audit.
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
            // No longer down, and until our start it was; after anybody else's nothing since the last look is certain.
            (_, { Spared: { } ended, Pending: { Action: ClusterAction.Start } start }) => (ended, start.SentAt),
            _ => default,
        };
        if (spared is null)
            return 0;
        var time = Instant.Min(to, until) - Instant.Max(from, spared.Since);
        return time > Duration.Zero ? time.TotalHours * CountedNodes.Of(spared.Nodes).Where(n => !n.Spot).Sum(n => n.Count) : 0;
    }
}
