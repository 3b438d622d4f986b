using System.Text.Json.Serialization;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Forecasts;

/// <summary>This month's hours and money by the policies as they are, beside last month's.</summary>
public sealed record Forecast : ForecastFigures
{
    /// <summary>The IANA ID of the zone that the months are of.</summary>
    public required string Zone { get; init; }
    /// <summary>When last month began.</summary>
    public required Instant LastFrom { get; init; }
    public required Instant From { get; init; }
    /// <summary>What is forecast begins here: when the clusters were last observed, or now if that was long ago.</summary>
    public required Instant ForecastFrom { get; init; }
    /// <summary>The end of this month, exclusive.</summary>
    public required Instant To { get; init; }
    /// <summary>What the amounts of money are.</summary>
    public required string Label { get; init; }
    /// <summary>The price table's own note; null for none.</summary>
    public string? PriceNote { get; init; }
    /// <summary>Most hours up this month first.</summary>
    public required IReadOnlyList<ClusterForecast> Clusters { get; init; }
    /// <summary>The value of <c>after</c> for the next page of clusters; null when there are no more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? After { get; init; }
    /// <summary>The path and query of that page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; init; }
    /// <summary>Each with the clusters that it matches now; sorted by name.</summary>
    public required IReadOnlyList<RuleForecast> Rules { get; init; }
    /// <summary>What the figures assume and leave out, one sentence each.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }
}

public record ForecastFigures
{
    /// <summary>Last month, as measured.</summary>
    public required ForecastPart LastMonth { get; init; }
    /// <summary>This month so far, as measured.</summary>
    public required ForecastPart SoFar { get; init; }
    /// <summary>What is forecast of this month; null without valid policies, as is <see cref="ThisMonth"/>.</summary>
    public required ForecastPart? Rest { get; init; }
    /// <summary>So far and the rest together.</summary>
    public ForecastPart? ThisMonth => Rest is null ? null : ForecastPart.Sum([SoFar, Rest]);
}

public sealed record ClusterForecast : ForecastFigures
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    /// <summary>The rule that matches it now; null for none.</summary>
    public required string? Rule { get; init; }
    public required ForecastBasis Basis { get; init; }
}

public sealed record RuleForecast : ForecastFigures
{
    /// <summary>Null for the clusters that no rule matches.</summary>
    public required string? Name { get; init; }
}

/// <summary>Hours and money of a part of a month, rounded to hundredths.</summary>
public sealed record ForecastPart
{
    public decimal HoursUp { get; init; }
    /// <summary>Hours of which nobody knows whether the cluster was or will be up, in no other figure.</summary>
    public decimal HoursUnknown { get; init; }
    /// <summary>What the hours up cost by the list price of the machines that have one; null when none is known.</summary>
    public decimal? CostUsd { get; init; }
    /// <summary>Machines times hours in which the policies keep the cluster stopped, as savings count them.</summary>
    public decimal SavedNodeHours { get; init; }
    /// <summary>What those are worth; null when no price is known.</summary>
    public decimal? SavedUsd { get; init; }

    internal static ForecastPart Sum(IReadOnlyCollection<ForecastPart> parts) => new()
    {
        HoursUp = parts.Sum(part => part.HoursUp),
        HoursUnknown = parts.Sum(part => part.HoursUnknown),
        CostUsd = Sum(parts.Select(part => part.CostUsd)),
        SavedNodeHours = parts.Sum(part => part.SavedNodeHours),
        SavedUsd = Sum(parts.Select(part => part.SavedUsd)),
    };

    // Nothing is known where one amount is unknown and the others are nothing.
    private static decimal? Sum(IEnumerable<decimal?> amounts)
    {
        var all = amounts.ToList();
        var sum = all.Sum() ?? 0;
        return sum == 0 && all.Contains(null) ? null : sum;
    }
}

/// <summary>What a cluster's forecast follows.</summary>
public enum ForecastBasis
{
    /// <summary>The schedule of its rule, and its hold.</summary>
    Schedule,
    /// <summary>Its share of the last 28 days, because no schedule says when it starts.</summary>
    LastWeeks,
    /// <summary>It stays as it is now, because no policy stops it.</summary>
    AsNow,
    /// <summary>Hopsworks.ai does not list it any more.</summary>
    Gone,
    /// <summary>There is none: too little is known of it, or of the policies.</summary>
    Unknown,
}
