using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Cli.Backtests;

/// <summary>
/// The result of replaying a period under policies, beside what happened. Hours are hours in which clusters were seen running.
/// </summary>
/// <param name="Against">The policy file to compare with; null for what happened.</param>
/// <param name="Clusters">The clusters, by rule, then by name.</param>
/// <param name="Rules">The sums of each rule.</param>
/// <param name="BusyStops">The stops of clusters that were busy, oldest first.</param>
internal sealed record Backtest(
    Instant From, Instant To, string Policies, string? Against, IReadOnlyList<BacktestRow> Clusters, IReadOnlyList<BacktestRow> Rules,
    BacktestRow Total, IReadOnlyList<BusyStop> BusyStops, IReadOnlyList<string> Assumptions)
{
    /// <summary>The rule with the advised windows that were put into the policies first; null for none.</summary>
    public string? Advised { get; init; }

    /// <summary>The note about the prices in the price table; null if it has none.</summary>
    public string? Prices { get; init; }
}

/// <summary>The figures of a cluster, or the sums of several.</summary>
/// <param name="Cluster">Null for sums.</param>
/// <param name="Rule">The rule that manages the cluster at the end; null if none does, and for the sum of all.</param>
/// <param name="Was">The uptime as it was, or under the policies to compare with.</param>
/// <param name="Would">The uptime if people start clusters again when they need them.</param>
/// <param name="Nobody">The uptime if nobody starts clusters again.</param>
/// <param name="UnknownHours">
/// Hours of <see cref="Would"/> in which the cluster was down or not observed, so that nobody knows whether it was needed.
/// </param>
/// <param name="BusyHoursLost">Hours in which the cluster was active, and would be down if nobody starts it.</param>
/// <param name="BusyStops">The number of stops while the cluster was active.</param>
/// <param name="StartsByHand">
/// The number of manual starts: those that happened, and those because the cluster is down while it was active.
/// </param>
/// <param name="WorkersRestored">The number of times that worker nodes would be restored.</param>
internal sealed record BacktestRow(
    string? Cluster, string? Rule, Uptime Was, Uptime Would, Uptime Nobody, double UnknownHours, double BusyHoursLost, int BusyStops,
    int StartsByHand, int Warnings, int WorkersRestored)
{
    public static BacktestRow Sum(string? rule, IReadOnlyList<BacktestRow> rows) => new(
        null, rule, Uptime.Sum(rows.Select(r => r.Was)), Uptime.Sum(rows.Select(r => r.Would)), Uptime.Sum(rows.Select(r => r.Nobody)),
        Math.Round(rows.Sum(r => r.UnknownHours), 2), Math.Round(rows.Sum(r => r.BusyHoursLost), 2), rows.Sum(r => r.BusyStops),
        rows.Sum(r => r.StartsByHand), rows.Sum(r => r.Warnings), rows.Sum(r => r.WorkersRestored));
}

/// <param name="Usd">The list price of the machines for these hours, in US dollars; null if a price is unknown.</param>
internal sealed record Uptime(double Hours, decimal? Usd)
{
    public static Uptime Sum(IEnumerable<Uptime> some)
    {
        var all = some.ToList();
        return new(Math.Round(all.Sum(u => u.Hours), 2), all.Exists(u => u.Usd is null) ? null : all.Sum(u => u.Usd));
    }
}

internal sealed record BusyStop(Instant At, string Cluster, string? Rule, Reason? Reason);
