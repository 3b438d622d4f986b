using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Core.Reports.Forecasts;

/// <summary>The assumptions and unknowns of a forecast, in sentences.</summary>
/// <param name="clusters">The clusters in any order.</param>
/// <param name="found">The forecasts of these clusters, in the order of naming.</param>
internal sealed class ForecastText(
    ForecastTimes times, IReadOnlyList<ForecastCluster> clusters, IReadOnlyList<ClusterForecast> found,
    IReadOnlyDictionary<Machine, Rate> rates, bool hasPolicies)
{
    private const int MaxNamed = 10;

    private readonly Dictionary<string, ForecastCluster> known = clusters.ToDictionary(cluster => cluster.Id);

    public IEnumerable<string> Assumptions(string? note)
    {
        yield return $"All amounts are {SavingsCalculator.Label} in US dollars, of the machines that a running cluster has now or a "
            + "stopped one had at its last stop by the app.";
        if (note is not null)
            yield return $"Prices: {note.TrimEnd('.')}.";
        yield return $"Last month, and this month until {times.Until}, are as measured: hours up by the audit log, savings as in the "
            + "savings report.";
        if (found.Sum(cluster => cluster.LastMonth.HoursUnknown + cluster.SoFar.HoursUnknown) is var hours and > 0)
            yield return $"For {hours:0.##} of these hours nobody knows whether the cluster was up. They count for neither figure.";
        foreach (var sentence in hasPolicies ? Expected() : [])
            yield return sentence;
        foreach (var sentence in Unpriced())
            yield return sentence;
        if (NamesOf(cluster => known[cluster.Id].Record?.FirstSeen > times.Last) is { } fresh)
            yield return $"First seen after last month began, so the figures of last month are not of a whole month: {fresh}.";
    }

    private IEnumerable<string> Expected()
    {
        if (NamesOf(ForecastBasis.Schedule) is not null)
        {
            yield return $"From {times.Rest} on, clusters follow their schedules as the policies are now, with excluded and extra dates, "
                + "and holds until they end. Nobody starts, stops or holds a cluster, and none is stopped within a window.";
            yield return "Each stop comes as late as its drain allows and takes 30 minutes, so that savings are not overstated.";
        }
        if (NamesOf(ForecastBasis.AsNow) is { } same)
        {
            yield return "These stay as they are now, because no rule matches, or their rule protects, does not manage or does not stop "
                + $"them, is a dry run or has no schedule, or their hold cannot be read: {same}.";
        }
        if (NamesOf(ForecastBasis.LastWeeks) is { } share)
        {
            yield return "These go on as their share of the last 28 days, because no schedule starts them, and are stopped when idle, at "
                + $"their maximum uptime or by their windows: {share}.";
        }
        if (NamesOf(ForecastBasis.Unknown) is { } unknown)
        {
            yield return "There is no forecast for these, because they were never seen running or stopped, or were seen for less than "
                + $"7 days and have no schedule: {unknown}.";
        }
    }

    private IEnumerable<string> Unpriced()
    {
        if (NamesOf(cluster => known[cluster.Id].Nodes is null) is { } unseen)
            yield return $"The machines of these are unknown, so what they cost and will save is not in the amounts: {unseen}.";
        if (NamesOf(cluster => Nodes(cluster).Any(nodes => !nodes.Spot && rates.GetValueOrDefault(nodes.Machine)?.UsdPerHour is null))
            is { } unpriced)
            yield return $"No price is known for some or all machines of these, so those machines are not in the amounts: {unpriced}.";
        if (NamesOf(cluster => Nodes(cluster).Any(nodes => nodes.Spot)) is { } spot)
            yield return $"Spot machines have no list price and are not in the amounts: {spot}.";
        if (NamesOf(cluster => known[cluster.Id].Nodes?.Autoscaled is not null) is { } autoscaled)
            yield return $"For autoscaled worker nodes, only the autoscaler's minimum is counted: {autoscaled}.";
        if (NamesOf(cluster => known[cluster.Id].Nodes?.HeadIsHighlyAvailable == true) is { } available)
            yield return $"Too low for {available}: only one of several head nodes is counted.";
    }

    private IReadOnlyList<CountedNodes> Nodes(ClusterForecast cluster) =>
        known[cluster.Id].Nodes is { } nodes ? CountedNodes.Of(nodes) : [];

    private string? NamesOf(ForecastBasis basis) => NamesOf(cluster => cluster.Basis == basis);

    /// <summary>Returns the names as text; null if there are none.</summary>
    private string? NamesOf(Func<ClusterForecast, bool> chosen) => found.Where(chosen).Select(cluster => cluster.Name)
        .Order(StringComparer.Ordinal).ToList() is { Count: > 0 } names ? CountText.Names(names, MaxNamed) : null;
}
