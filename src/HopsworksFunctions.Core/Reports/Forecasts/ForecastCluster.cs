using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Forecasts;

/// <summary>A cluster to forecast, with its known data.</summary>
/// <param name="Rule">The rule that matches the cluster now; null for none.</param>
/// <param name="Record">Null if the cluster no longer has a record.</param>
/// <param name="Hold">The hold in force; null for none.</param>
/// <param name="Nodes">The cluster's machines; null if unknown.</param>
internal sealed record ForecastCluster(
    string Id, string Name, Rule? Rule, ClusterRecord? Record, Hold? Hold, bool IsHoldDamaged, NodeList? Nodes, ForecastPower Power);

/// <summary>
/// How long a cluster ran, was stopped, and was in an unknown state: last month, this month so far, and in the last 28 days.
/// </summary>
internal sealed record ForecastPower(
    (Duration Up, Duration Down, Duration Unknown) Last, (Duration Up, Duration Down, Duration Unknown) SoFar,
    (Duration Up, Duration Down, Duration Unknown) Weeks)
{
    /// <param name="entries">Its entries for starting, stopping or being deleted since the start of last month, oldest first.</param>
    /// <param name="record">Null if the cluster no longer has a record.</param>
    public static ForecastPower Of(IReadOnlyList<AuditEntry> entries, ClusterRecord? record, ForecastTimes times)
    {
        var power = PowerSteps.Of(entries, record);
        return new(
            HistoryStretches.PowerOf(power, times.Last, times.Start), HistoryStretches.PowerOf(power, times.Start, times.Until),
            HistoryStretches.PowerOf(power, times.Until - ForecastTimes.Weeks, times.Until));
    }
}

/// <summary>The points in time that divide a forecast.</summary>
/// <param name="Last">The first instant of last month.</param>
/// <param name="Start">The first instant of this month.</param>
/// <param name="Until">The time of the last observation, at least <paramref name="Start"/>.</param>
/// <param name="Rest">The start of the forecast, not before <paramref name="Until"/>.</param>
/// <param name="End">The first instant of next month.</param>
internal sealed record ForecastTimes(Instant Last, Instant Start, Instant Until, Instant Rest, Instant End)
{
    /// <summary>The period that forecasts a cluster without a schedule.</summary>
    public static readonly Duration Weeks = Duration.FromDays(28);

    // A shorter period may not include a weekend.
    public static readonly Duration LeastKnown = Duration.FromDays(7);

    // A report is usually read some minutes after a run, so the forecast can start at that run.
    private static readonly Duration LongestGap = Duration.FromHours(1);

    /// <summary>Returns the times for the month of an instant in a zone.</summary>
    /// <param name="observed">The time of the last observation; null if there was none.</param>
    public static ForecastTimes Of(Instant now, DateTimeZone zone, Instant? observed)
    {
        var date = now.InZone(zone).Date;
        var first = new LocalDate(date.Year, date.Month, 1);
        var start = At(first);
        var until = Instant.Max(start, Instant.Min(now, observed ?? start));
        return new(At(first.PlusMonths(-1)), start, until, now - until > LongestGap ? now : until, At(first.PlusMonths(1)));

        Instant At(LocalDate day) => zone.AtStartOfDay(day).ToInstant();
    }
}

/// <summary>The savings counted by the ledger: last month, this month so far, and in the last 28 days.</summary>
/// <param name="Weeks">Null if no cluster's forecast is based on these weeks.</param>
internal sealed record ForecastSavings(SavedTimes Last, SavedTimes SoFar, SavedTimes? Weeks)
{
    public IEnumerable<NodeList> Lists => new[] { Last, SoFar, Weeks }.OfType<SavedTimes>().SelectMany(times => times.Lists);

    /// <summary>The names of the clusters that were stopped since the start of last month.</summary>
    public IEnumerable<(string Id, string Name)> Names =>
        Last.Clusters.Concat(SoFar.Clusters).Select(cluster => (cluster.Key, cluster.Value.Name));
}
