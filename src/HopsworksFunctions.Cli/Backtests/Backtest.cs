using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Cli.Backtests;

/// <summary>What policies would have done in a period, beside what happened. Hours are those in which clusters were seen running.</summary>
/// <param name="Against">What it is compared with: policies, or null for what happened.</param>
/// <param name="Clusters">By rule, then by name.</param>
/// <param name="Rules">The sums of each rule.</param>
/// <param name="BusyStops">The stops of clusters that were busy, oldest first.</param>
internal sealed record Backtest(
    Instant From, Instant To, string Policies, string? Against, IReadOnlyList<BacktestRow> Clusters, IReadOnlyList<BacktestRow> Rules,
    BacktestRow Total, IReadOnlyList<BusyStop> BusyStops, IReadOnlyList<string> Assumptions)
{
    /// <summary>The rule whose advised windows were put into the policies first; null for none.</summary>
    public string? Advised { get; init; }

    /// <summary>What the price table says of its prices; null for nothing.</summary>
    public string? Prices { get; init; }
}

/// <summary>A cluster's figures, or the sums of several.</summary>
/// <param name="Cluster">Null for sums.</param>
/// <param name="Rule">The rule that manages it at the end; null if none does, or for the sum of all.</param>
/// <param name="Was">As it was.</param>
/// <param name="Would">As it would be if people start what they need again.</param>
/// <param name="Nobody">As it would be if nobody does.</param>
/// <param name="UnknownHours">
/// Hours of <see cref="Would"/> in which the cluster was down or nobody looked, so that nobody knows whether it was needed.
/// </param>
/// <param name="BusyHoursLost">Hours in which it was busy, and would be down if nobody starts it.</param>
/// <param name="BusyStops">How often it would be stopped while busy.</param>
/// <param name="StartsByHand">How often people would start it, as they did or because it is down where it was busy.</param>
/// <param name="WorkersRestored">How often its worker nodes would have to be put back.</param>
internal sealed record BacktestRow(
    string? Cluster, string? Rule, Uptime Was, Uptime Would, Uptime Nobody, double UnknownHours, double BusyHoursLost, int BusyStops,
    int StartsByHand, int Warnings, int WorkersRestored)
{
    public static BacktestRow Sum(string? rule, IReadOnlyList<BacktestRow> rows) => new(
        null, rule, Uptime.Sum(rows.Select(r => r.Was)), Uptime.Sum(rows.Select(r => r.Would)), Uptime.Sum(rows.Select(r => r.Nobody)),
        Math.Round(rows.Sum(r => r.UnknownHours), 2), Math.Round(rows.Sum(r => r.BusyHoursLost), 2), rows.Sum(r => r.BusyStops),
        rows.Sum(r => r.StartsByHand), rows.Sum(r => r.Warnings), rows.Sum(r => r.WorkersRestored));
}

/// <param name="Usd">The list price of its machines for these hours; null where a price is not known.</param>
internal sealed record Uptime(double Hours, decimal? Usd)
{
    public static Uptime Sum(IEnumerable<Uptime> some)
    {
        var all = some.ToList();
        return new(Math.Round(all.Sum(u => u.Hours), 2), all.Exists(u => u.Usd is null) ? null : all.Sum(u => u.Usd));
    }
}

internal sealed record BusyStop(Instant At, string Cluster, string? Rule, Reason? Reason);
