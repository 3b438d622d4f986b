using System.Text.Json.Serialization;
using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>The value of the hours in which the policies kept clusters stopped.</summary>
public sealed record SavingsReport : SavingsFigures
{
    public required Instant From { get; init; }
    /// <summary>The end, exclusive.</summary>
    public required Instant To { get; init; }
    /// <summary>The end of the counted time: the end of the range, or the last observation if that is earlier.</summary>
    public required Instant CountedUntil { get; init; }
    /// <summary>The kind of amounts in US dollars.</summary>
    public required string Label { get; init; }
    /// <summary>The note in the price table; null for none.</summary>
    public string? PriceNote { get; init; }
    /// <summary>The items with the highest savings first.</summary>
    public required IReadOnlyList<ClusterSavings> Clusters { get; init; }
    /// <summary>The value of <c>after</c> for the next page of clusters; null on the last page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? After { get; init; }
    /// <summary>The path and query of the next page; null on the last page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; init; }
    /// <inheritdoc cref="Clusters"/>
    public required IReadOnlyList<RuleSavings> Rules { get; init; }
    /// <summary>UTC days with any savings, earliest first.</summary>
    public required IReadOnlyList<DaySavings> Days { get; init; }
    /// <summary>The machine types counted.</summary>
    public required IReadOnlyList<PricedMachine> Prices { get; init; }
    /// <summary>The assumptions and omissions of the figures, one sentence each.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }
}

/// <summary>The savings of one item, rounded to hundredths.</summary>
public record SavingsFigures
{
    internal SavingsTotals Sums
    {
        init
        {
            NodeHours = Round(value.NodeHours);
            VcpuHours = value.VcpuHours is { } vcpu ? Round(vcpu) : null;
            ListPriceUsd = value.ListPriceUsd is { } dollars ? Round(dollars) : null;
            PricedShare = Math.Round(value.PricedShare, 4);
            SpotNodeHours = Round(value.SpotNodeHours);
        }
    }

    /// <summary>Machines times hours, without spot machines.</summary>
    public decimal NodeHours { get; init; }
    /// <summary>The processor hours; null if the size of any machine is unknown.</summary>
    public decimal? VcpuHours { get; init; }
    /// <summary>The list price of all machines with a known price; null if no price is known.</summary>
    public decimal? ListPriceUsd { get; init; }
    /// <summary>The share of <see cref="NodeHours"/> that has a price, 0 to 1.</summary>
    public decimal PricedShare { get; init; }
    /// <summary>The node-hours of spot machines, counted only here.</summary>
    public decimal SpotNodeHours { get; init; }

    private static decimal Round(decimal value) => Math.Round(value, 2, MidpointRounding.AwayFromZero);
}

public sealed record ClusterSavings : SavingsFigures
{
    public required string Id { get; init; }
    public required string Name { get; init; }
}

public sealed record RuleSavings : SavingsFigures
{
    public required string Name { get; init; }
}

public sealed record DaySavings : SavingsFigures
{
    /// <summary>A UTC date such as <c>2026-06-01</c>.</summary>
    public required string Day { get; init; }
}

/// <param name="Source">The origin of the price; null without a price.</param>
public sealed record PricedMachine(
    Cloud Cloud, string? Region, string InstanceType, decimal NodeHours, decimal? UsdPerHour, int? Cpus, string? Source);
