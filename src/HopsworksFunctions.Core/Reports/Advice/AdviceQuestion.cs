using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Advice;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Advice;

/// <summary>A question about histories, with the answers for clusters and rules. Pure.</summary>
/// <param name="End">The end of the histories, exclusive.</param>
/// <param name="Share">The minimum share of active half hours to cover.</param>
/// <param name="FileZone">The policy file's zone.</param>
internal sealed record AdviceQuestion(Instant End, double Share, DateTimeZone FileZone, AdvicePrices Prices)
{
    private const double WeekHours = 168;

    private static readonly Duration Week = Duration.FromDays(7);

    private Instant LastWeek => End - Week;

    public ClusterFindings Of(AdvisedCluster cluster)
    {
        var known = cluster.Read(FileZone);
        var history = known.History;
        var verdict = Advisor.Advise(history, new(Share));
        var before = Evidence.Of(history.Before(LastWeek));
        var earlier = verdict is Verdict.Needs ? Advisor.Advise(before, new(Share)) as Verdict.Needs : null;
        var seen = known.From is { } from && known.To is { } to ? SeenHours(cluster, from, to) : null;
        return new(cluster, before)
        {
            Seen = seen,
            Found = new(history.Zone, verdict, Share)
            {
                LastWeek = earlier is null ? null : BusyCoverage.Of(earlier.Windows, history.Since(LastWeek)),
                LeftOut = history.LeftOut.Count,
                Rule = cluster.Rule,
                FileZone = FileZone,
                WorkAfter = verdict is Verdict.Needs needs ? WorkAfterHours.Of(needs.Windows, history) : null,
                WhenIdle = StoppedWhenIdle.Of(history),
                Started = (history.StartsByHand.Count, known.StartsByApp),
                Starts = cluster.Record?.Starts ?? [],
                Month = MonthOf(seen is { } hours ? [hours] : [], verdict),
                Saved = SavedOf([(cluster, seen)], verdict),
            },
        };
    }

    /// <param name="clusters">The clusters of the rule, which have the same schedule.</param>
    public RuleAdvice Of(Rule rule, IReadOnlyList<ClusterFindings> clusters)
    {
        List<ClusterFindings> known =
            [.. clusters.Where(c => c.Found.Word is AdviceVerdict.Needs or AdviceVerdict.NeverBusy or AdviceVerdict.AlwaysBusy)];
        var found = clusters is [var only] ? only.Found : Together(rule, known.Count > 0 ? known : clusters);
        return new()
        {
            Name = rule.Name,
            ScheduleName = rule.Schedule?.Name,
            Clusters = [.. clusters.Select(cluster => Under(found.Verdict as Verdict.Needs, cluster))],
            Found = found,
        };
    }

    private AdviceFindings Together(Rule rule, IReadOnlyList<ClusterFindings> clusters)
    {
        var verdict = Advisor.Advise(Evidence.Together([.. clusters.Select(c => c.Found.Verdict.Evidence)]), new(Share));
        var needs = verdict as Verdict.Needs;
        return new(rule.Zone, verdict, Share)
        {
            LastWeek = needs is null ? null : LastWeekOf(clusters),
            LeftOut = clusters.Max(c => c.Found.LeftOut),
            Rule = rule,
            FileZone = FileZone,
            WorkAfter = needs is null ? null
                : WorkAfterHours.Together([.. clusters.Select(c => WorkAfterHours.Of(needs.Windows, c.Cluster.Read(FileZone).History))]),
            WhenIdle = Mean([.. clusters.Select(c => c.Found.WhenIdle).OfType<StoppedWhenIdle>()]),
            Started = (clusters.Sum(c => c.Found.Started.ByHand), clusters.Sum(c => c.Found.Started.ByApp)),
            Starts = [.. clusters.SelectMany(c => c.Found.Starts)],
            Month = MonthOf([.. clusters.Select(c => c.Seen).OfType<double>()], verdict),
            Saved = SavedOf([.. clusters.Select(c => (c.Cluster, c.Seen))], verdict),
        };
    }

    /// <summary>Returns the hours that the cluster ran in a month, from its share of the time with a known state.</summary>
    private static double? SeenHours(AdvisedCluster cluster, Instant from, Instant to)
    {
        var (up, down, _) = HistoryStretches.PowerOf(cluster.Entries, cluster.Record, from, to);
        return up + down > Duration.Zero ? up / (up + down) * AdviceFindings.Month730 : null;
    }

    private static double Advised(Verdict.Needs needs) => needs.HoursUp / WeekHours * AdviceFindings.Month730;

    /// <param name="seen">The hours of each cluster that has any.</param>
    private static MonthHours? MonthOf(IReadOnlyList<double> seen, Verdict verdict)
    {
        if (seen.Count == 0)
            return null;
        if (verdict is not Verdict.Needs needs)
            return new(Rounded(seen.Sum()), null, null);
        var advised = seen.Count * Advised(needs);
        return new(Rounded(seen.Sum()), Rounded(advised), Rounded(Math.Max(0, seen.Sum() - advised)));
    }

    private SavedMonth? SavedOf(IEnumerable<(AdvisedCluster Cluster, double? Seen)> clusters, Verdict verdict) =>
        verdict is Verdict.Needs needs
            ? Prices.Of([.. clusters.Where(c => c.Seen is not null).Select(c => (c.Seen!.Value - Advised(needs), c.Cluster.Nodes))])
            : null;

    private RuleCluster Under(Verdict.Needs? needs, ClusterFindings cluster)
    {
        var coverage = cluster.Found.Word is AdviceVerdict.Needs or AdviceVerdict.AlwaysBusy
            ? needs?.CoverageOf(cluster.Found.Verdict.Evidence) : null;
        return new(
            cluster.Cluster.Id, cluster.Cluster.Name, cluster.Found.Word,
            coverage is { } share ? WindowAdvice.Rounded(share, 3) : null, coverage < Share);
    }

    /// <summary>Returns the coverage of the last week of all clusters by the windows that the earlier weeks would have produced.</summary>
    private BusyCoverage? LastWeekOf(IReadOnlyList<ClusterFindings> clusters)
    {
        List<Evidence> before = [.. clusters.Select(c => c.Before).Where(evidence => evidence.DaysSeen >= Advisor.LeastDays)];
        if (before.Count == 0 || Advisor.Advise(Evidence.Together(before), new(Share)) is not Verdict.Needs earlier)
            return null;
        var covered = clusters.Select(c => BusyCoverage.Of(earlier.Windows, c.Cluster.Read(FileZone).History.Since(LastWeek))).ToList();
        return covered.Aggregate((sum, one) => new(sum.Busy + one.Busy, sum.Inside + one.Inside));
    }

    private static StoppedWhenIdle? Mean(IReadOnlyCollection<StoppedWhenIdle> clusters) => clusters.Count == 0
        ? null : new(clusters.Average(c => c.HoursUp), clusters.Average(c => c.Starts));

    private static double Rounded(double hours) => WindowAdvice.Rounded(hours, 1);
}

/// <summary>The findings from a cluster's history, without the history itself.</summary>
/// <param name="Before">The evidence that was known one week before the end.</param>
internal sealed record ClusterFindings(AdvisedCluster Cluster, Evidence Before)
{
    public required AdviceFindings Found { get; init; }
    /// <summary>The hours that the cluster actually ran, per month.</summary>
    public double? Seen { get; init; }

    /// <param name="from">The start of the requested range; <paramref name="to"/> is its end.</param>
    public ClusterAdvice Advice(Instant from, Instant to) => new()
    {
        Id = Cluster.Id, Name = Cluster.Name, Rule = Cluster.Rule?.Name, From = from, To = to, Found = Found,
    };
}
