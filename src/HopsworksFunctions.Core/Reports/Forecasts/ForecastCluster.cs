using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Forecasts;

/// <summary>A cluster to forecast, and what is known of it.</summary>
/// <param name="Rule">The rule that matches it now; null for none.</param>
/// <param name="Record">Null when the cluster has no record any more.</param>
/// <param name="Hold">The hold in force; null for none.</param>
/// <param name="Nodes">Its machines; null when they are unknown.</param>
internal sealed record ForecastCluster(
    string Id, string Name, Rule? Rule, ClusterRecord? Record, Hold? Hold, bool IsHoldDamaged, NodeList? Nodes, ForecastPower Power);

/// <summary>How long a cluster was up, down, and nobody knows which: last month, this month so far, and in the last 28 days.</summary>
internal sealed record ForecastPower(
    (Duration Up, Duration Down, Duration Unknown) Last, (Duration Up, Duration Down, Duration Unknown) SoFar,
    (Duration Up, Duration Down, Duration Unknown) Weeks)
{
    /// <param name="entries">Those for coming up, going down or being deleted since last month began, oldest first.</param>
    /// <param name="record">Null when the cluster has no record any more.</param>
    public static ForecastPower Of(IReadOnlyList<AuditEntry> entries, ClusterRecord? record, ForecastTimes times)
    {
        var power = PowerSteps.Of(entries, record);
        return new(
            HistoryStretches.PowerOf(power, times.Last, times.Start), HistoryStretches.PowerOf(power, times.Start, times.Until),
            HistoryStretches.PowerOf(power, times.Until - ForecastTimes.Weeks, times.Until));
    }
}

/// <summary>The times and amounts of which a forecast consists.</summary>
/// <param name="Last">The first instant of last month.</param>
/// <param name="Start">The first of this month.</param>
/// <param name="Until">When the clusters were last observed.</param>
/// <param name="Rest">From when on there is a forecast, not before <paramref name="Until"/>.</param>
/// <param name="End">The first of next month.</param>
internal sealed record ForecastTimes(Instant Last, Instant Start, Instant Until, Instant Rest, Instant End)
{
    /// <summary>What a cluster without a schedule goes by.</summary>
    public static readonly Duration Weeks = Duration.FromDays(28);

    // For a shorter time, a share may know no weekend.
    public static readonly Duration LeastKnown = Duration.FromDays(7);

    // A report is read some minutes after a run.
    private static readonly Duration LongestGap = Duration.FromHours(1);

    /// <summary>The month of an instant in a zone.</summary>
    /// <param name="observed">When the clusters were last observed; null if never.</param>
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

/// <summary>What the ledger counted: last month, this month so far, and in the last 28 days.</summary>
/// <param name="Weeks">Null if no cluster goes by them.</param>
internal sealed record ForecastSavings(SavedTimes Last, SavedTimes SoFar, SavedTimes? Weeks)
{
    public IEnumerable<NodeList> Lists => new[] { Last, SoFar, Weeks }.OfType<SavedTimes>().SelectMany(times => times.Lists);

    /// <summary>The names of the clusters that were stopped since last month began.</summary>
    public IEnumerable<(string Id, string Name)> Names =>
        Last.Clusters.Concat(SoFar.Clusters).Select(cluster => (cluster.Key, cluster.Value.Name));
}
