using System.Text.Json.Serialization;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Forecasts;

/// <summary>The hours and costs of this month under the current policies, with those of last month.</summary>
public sealed record Forecast : ForecastFigures
{
    /// <summary>The IANA ID of the time zone that defines the months.</summary>
    public required string Zone { get; init; }
    /// <summary>The start of last month.</summary>
    public required Instant LastFrom { get; init; }
    public required Instant From { get; init; }
    /// <summary>The start of the forecast: the time of the last observation, or now if that was long ago.</summary>
    public required Instant ForecastFrom { get; init; }
    /// <summary>The end of this month, exclusive.</summary>
    public required Instant To { get; init; }
    /// <summary>The kind of amounts in US dollars.</summary>
    public required string Label { get; init; }
    /// <summary>The note in the price table; null for none.</summary>
    public string? PriceNote { get; init; }
    /// <summary>The clusters, sorted by hours this month, most first.</summary>
    public required IReadOnlyList<ClusterForecast> Clusters { get; init; }
    /// <summary>The value of <c>after</c> for the next page of clusters; null on the last page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? After { get; init; }
    /// <summary>The path and query of the next page; null on the last page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; init; }
    /// <summary>The rules with the clusters that they match now, sorted by name.</summary>
    public required IReadOnlyList<RuleForecast> Rules { get; init; }
    /// <summary>The assumptions and omissions of the figures, one sentence each.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }
}

public record ForecastFigures
{
    /// <summary>Last month, as measured.</summary>
    public required ForecastPart LastMonth { get; init; }
    /// <summary>This month so far, as measured.</summary>
    public required ForecastPart SoFar { get; init; }
    /// <summary>
    /// The forecast for the rest of this month; null without valid policies, and then <see cref="ThisMonth"/> is also null.
    /// </summary>
    public required ForecastPart? Rest { get; init; }
    /// <summary>The sum of this month so far and the rest.</summary>
    public ForecastPart? ThisMonth => Rest is null ? null : ForecastPart.Sum([SoFar, Rest]);
}

public sealed record ClusterForecast : ForecastFigures
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    /// <summary>The rule that matches the cluster now; null for none.</summary>
    public required string? Rule { get; init; }
    public required ForecastBasis Basis { get; init; }
}

public sealed record RuleForecast : ForecastFigures
{
    /// <summary>The rule's name; null for the clusters that no rule matches.</summary>
    public required string? Name { get; init; }
}

/// <summary>The hours and costs of a part of a month, rounded to hundredths.</summary>
public sealed record ForecastPart
{
    public decimal HoursUp { get; init; }
    /// <summary>The hours for which it is unknown whether the cluster runs. No other figure includes them.</summary>
    public decimal HoursUnknown { get; init; }
    /// <summary>The cost of the hours up, at list price, of all machines with a known price; null if no price is known.</summary>
    public decimal? CostUsd { get; init; }
    /// <summary>The machine hours in which the policies keep the cluster stopped, counted as in savings.</summary>
    public decimal SavedNodeHours { get; init; }
    /// <summary>The value of these machine hours; null if no price is known.</summary>
    public decimal? SavedUsd { get; init; }

    internal static ForecastPart Sum(IReadOnlyCollection<ForecastPart> parts) => new()
    {
        HoursUp = parts.Sum(part => part.HoursUp),
        HoursUnknown = parts.Sum(part => part.HoursUnknown),
        CostUsd = Sum(parts.Select(part => part.CostUsd)),
        SavedNodeHours = parts.Sum(part => part.SavedNodeHours),
        SavedUsd = Sum(parts.Select(part => part.SavedUsd)),
    };

    // If one amount is unknown and the others are zero, the sum is unknown.
    private static decimal? Sum(IEnumerable<decimal?> amounts)
    {
        var all = amounts.ToList();
        var sum = all.Sum() ?? 0;
        return sum == 0 && all.Contains(null) ? null : sum;
    }
}

/// <summary>The basis of a cluster's forecast.</summary>
public enum ForecastBasis
{
    /// <summary>The schedule of the cluster's rule, and its hold.</summary>
    Schedule,
    /// <summary>The cluster's share of the last 28 days, because no schedule determines its starts.</summary>
    LastWeeks,
    /// <summary>The cluster's current state, because no policy stops it.</summary>
    AsNow,
    /// <summary>Hopsworks.ai no longer lists the cluster.</summary>
    Gone,
    /// <summary>There is no forecast, because too little is known of the cluster or the policies.</summary>
    Unknown,
}
