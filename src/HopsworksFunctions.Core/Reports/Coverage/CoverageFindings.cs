using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Coverage;

/// <summary>The findings of each cluster. Pure.</summary>
/// <param name="missed">Null if there are no valid policies.</param>
/// <param name="shown">The zone for times in sentences. If null, each schedule's own zone is used and named.</param>
internal sealed class CoverageFindings(MissedRules? missed, CoverageTimes times, DateTimeZone? shown)
{
    // The incident uses the same limits, because a cluster does not answer for some minutes after a start.
    private const int UnmeasuredTooOften = 6;
    private static readonly Duration UnmeasuredTooLong = Duration.FromMinutes(30);

    private readonly UptimeText uptime = new(times, shown);

    public IEnumerable<CoverageFinding> Of(CoverageCluster its)
    {
        foreach (var (kind, (message, todo, isExpected)) in Sentences(its))
        {
            yield return new(
                kind, its.Cluster.Id, its.Cluster.Name, its.Rule?.Name, ClusterOwner.Of(its.Cluster), message, todo, isExpected);
        }
    }

    private IEnumerable<(CoverageKind, CoverageSentences)> Sentences(CoverageCluster its)
    {
        if (its.IsBroken)
            yield return (CoverageKind.InError, CoverageText.InError(its));
        if (its.Rule is null)
            yield return (CoverageKind.NoRule, CoverageText.NoRule());
        if (its.Rule is { IsNearMatch: true })
            yield return (CoverageKind.NearlyProtected, CoverageText.NearMatch(its));
        else if (missed?.Of(its.Cluster, its.Rule) is var (rule, by))
            yield return (rule.IsGuard ? CoverageKind.NearlyProtected : CoverageKind.NearlyMatched, CoverageText.Missed(its, rule, by));
        if (its.Rule is { HasUnknownSchedule: true, IsGuard: false })
            yield return (CoverageKind.UnknownSchedule, CoverageText.UnknownSchedule(its));
        if (IsUnmeasured(its))
            yield return (CoverageKind.NotMeasured, CoverageText.NotMeasured(its));
        if (times.IsAlwaysUp(its))
            yield return (CoverageKind.AlwaysUp, uptime.Always(its));
        if (times.IsNeverUp(its))
            yield return (CoverageKind.NeverUp, uptime.Never(its));
        if (ClusterOwner.Of(its.Cluster) is null)
            yield return (CoverageKind.NoOwner, CoverageText.NoOwner());
    }

    private bool IsUnmeasured(CoverageCluster its)
    {
        if (its.Rule is not { Measures: not null } rule || Actionability.PowerOf(its.Cluster) != PowerState.Up)
            return false;
        return rule.Probe is not null && Actionability.Manages(rule) && its.Record.Unmeasured is { Samples: >= UnmeasuredTooOften }
            || rule.Settings.Observe && its.Record.Observed is { Activity: Activity.Unknown, At: var since }
                && times.To - since >= UnmeasuredTooLong;
    }
}

/// <summary>The sentences of a finding: what was found, what to do, and whether it is intended.</summary>
internal readonly record struct CoverageSentences(string Message, string Todo, bool IsExpected = false)
{
    public static CoverageSentences Wanted(string message, string why) => new(message, $"Nothing to do: {why}.", IsExpected: true);
}
