using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Forecasts;

/// <summary>Computes a forecast from known data about clusters. Pure.</summary>
/// <param name="policies">Null if there are no valid policies.</param>
internal sealed class ForecastCalculator(
    PolicySet? policies, ForecastTimes times, ForecastSavings savings, IReadOnlyDictionary<Machine, Rate> rates)
{
    private readonly Dictionary<string, ClusterSavings> last = savings.Last.FiguresOfEach(rates).ToDictionary(its => its.Id);
    private readonly Dictionary<string, ClusterSavings> soFar = savings.SoFar.FiguresOfEach(rates).ToDictionary(its => its.Id);
    private readonly Dictionary<string, ClusterSavings> weeks = (savings.Weeks?.FiguresOfEach(rates) ?? []).ToDictionary(its => its.Id);

    /// <param name="clusters">The clusters in any order.</param>
    /// <param name="doubts">The failures to read data, one sentence each.</param>
    public Forecast Of(IReadOnlyList<ForecastCluster> clusters, DateTimeZone zone, string? note, IReadOnlyList<string> doubts)
    {
        var found = clusters.Select(Of).Where(cluster => cluster.Basis != ForecastBasis.Gone || !IsEmpty(cluster))
            .OrderByDescending(cluster => (cluster.ThisMonth ?? cluster.SoFar).HoursUp)
            .ThenBy(cluster => cluster.Name, StringComparer.Ordinal).ThenBy(cluster => cluster.Id, StringComparer.Ordinal).ToList();
        var all = Sum(found);
        return new()
        {
            Zone = zone.Id, LastFrom = times.Last, From = times.Start, ForecastFrom = times.Rest, To = times.End,
            Label = SavingsCalculator.Label, PriceNote = note, Clusters = found,
            // Parts are rounded, so the totals come from the savings report.
            LastMonth = Saved(all.LastMonth, savings.Last.FiguresOf(rates)), SoFar = Saved(all.SoFar, savings.SoFar.FiguresOf(rates)),
            Rest = all.Rest,
            Rules = [.. found.GroupBy(cluster => cluster.Rule).OrderBy(rule => rule.Key is null)
                .ThenBy(rule => rule.Key, StringComparer.Ordinal).Select(rule => Rule(rule.Key, Sum([.. rule])))],
            Assumptions = [.. new ForecastText(times, clusters, found, rates, policies is not null).Assumptions(note), .. doubts],
        };
    }

    /// <summary>Returns the forecast for one cluster.</summary>
    private ClusterForecast Of(ForecastCluster cluster)
    {
        var basis = policies is null ? ForecastBasis.Unknown
            : ExpectedTimes.BasisOf(policies, cluster.Rule, cluster.Record, cluster.IsHoldDamaged);
        var hour = cluster.Nodes is { } nodes ? SavingsTotals.OneHour(nodes, rates) : null;
        if (basis == ForecastBasis.LastWeeks && IsTooNew(cluster))
            basis = ForecastBasis.Unknown;
        return new()
        {
            Id = cluster.Id, Name = cluster.Name, Rule = cluster.Rule?.Name, Basis = basis,
            LastMonth = Saved(Part(cluster.Power.Last.Up, cluster.Power.Last.Unknown, hour), last.GetValueOrDefault(cluster.Id)),
            SoFar = Saved(Part(cluster.Power.SoFar.Up, UnknownSoFar(cluster), hour), soFar.GetValueOrDefault(cluster.Id)),
            Rest = policies is null ? null : Expected(cluster, basis, hour),
        };
    }

    private static bool IsTooNew(ForecastCluster cluster) =>
        cluster.Power.Weeks is var (up, down, _) && up + down < ForecastTimes.LeastKnown;

    /// <summary>Returns the unknown time, including the time since the last observation.</summary>
    private Duration UnknownSoFar(ForecastCluster cluster) =>
        cluster.Power.SoFar.Unknown + (cluster.Record is { Gone: null } ? times.Rest - times.Until : Duration.Zero);

    private ForecastPart Expected(ForecastCluster cluster, ForecastBasis basis, SavingsTotals? hour)
    {
        var rest = times.End - times.Rest;
        if (basis is ForecastBasis.Gone or ForecastBasis.Unknown)
            return Part(Duration.Zero, basis == ForecastBasis.Gone ? Duration.Zero : rest, hour);
        if (basis == ForecastBasis.LastWeeks)
            return ByLastWeeks(cluster, hour);
        var expected = basis == ForecastBasis.Schedule
            ? ExpectedTimes.BySchedule(cluster.Rule!, cluster.Record!, cluster.Hold, times.Rest, times.End)
            : new(ExpectedTimes.IsUp(cluster.Record!) ? rest : Duration.Zero, Duration.Zero);
        var hours = Hours(expected.Stopped);
        return Part(expected.Up, Duration.Zero, hour) with
        {
            SavedNodeHours = Round(hours * (hour?.NodeHours ?? 0)),
            SavedUsd = hours == 0 ? 0 : Round(hours * hour?.ListPriceUsd),
        };
    }

    private ForecastPart ByLastWeeks(ForecastCluster cluster, SavingsTotals? hour)
    {
        var (up, down, _) = cluster.Power.Weeks;
        var start = cluster.Hold is { } hold ? Instant.Min(hold.Until, times.End) : times.Rest;
        var held = cluster.Hold?.State switch
        {
            HoldState.Up => start - times.Rest,
            HoldState.AsIs when ExpectedTimes.IsUp(cluster.Record!) => start - times.Rest,
            _ => Duration.Zero,
        };
        var (free, saved) = (times.End - start, weeks.GetValueOrDefault(cluster.Id));
        var share = (decimal)(free / (up + down));
        return Part(held + free * (up / (up + down)), Duration.Zero, hour) with
        {
            SavedNodeHours = Round(share * (saved?.NodeHours ?? 0)),
            SavedUsd = Round(share * (saved is null ? 0 : saved.ListPriceUsd)),
        };
    }

    private static ForecastPart Part(Duration up, Duration unknown, SavingsTotals? hour) => new()
    {
        HoursUp = Round(Hours(up)), HoursUnknown = Round(Hours(unknown)), SavedUsd = 0,
        CostUsd = up == Duration.Zero ? 0 : Round(Hours(up) * hour?.ListPriceUsd),
    };

    private static ForecastPart Saved(ForecastPart part, SavingsFigures? its) => its is null ? part
        : part with { SavedNodeHours = its.NodeHours, SavedUsd = its.ListPriceUsd };

    private static RuleForecast Rule(string? name, ForecastFigures figures) =>
        new() { Name = name, LastMonth = figures.LastMonth, SoFar = figures.SoFar, Rest = figures.Rest };

    private ForecastFigures Sum(IReadOnlyCollection<ForecastFigures> figures) => new()
    {
        LastMonth = ForecastPart.Sum([.. figures.Select(one => one.LastMonth)]),
        SoFar = ForecastPart.Sum([.. figures.Select(one => one.SoFar)]),
        Rest = policies is null ? null : ForecastPart.Sum([.. figures.Select(one => one.Rest!)]),
    };

    private static bool IsEmpty(ForecastFigures its) => ForecastPart.Sum([its.LastMonth, its.SoFar]) is
    {
        HoursUp: 0, HoursUnknown: 0, SavedNodeHours: 0
    };

    private static decimal Hours(Duration time) => (decimal)time.BclCompatibleTicks / NodaConstants.TicksPerHour;

    private static decimal Round(decimal value) => Math.Round(value, 2, MidpointRounding.AwayFromZero);

    private static decimal? Round(decimal? value) => value is { } known ? Round(known) : null;
}
