using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>What the hours were worth that clusters were down because the policies stopped them.</summary>
public sealed class SavingsReport : SavingsFigures
{
    public required Instant From { get; init; }
    /// <summary>Exclusive.</summary>
    public required Instant To { get; init; }
    /// <summary>Nothing later is counted: the end of the range or the last look at the clusters.</summary>
    public required Instant CountedUntil { get; init; }
    /// <summary>What every figure in money is.</summary>
    public required string Label { get; init; }
    /// <summary>What the price table says of its prices; null when nothing.</summary>
    public string? PriceNote { get; init; }
    /// <summary>The most first.</summary>
    public required IReadOnlyList<ClusterSavings> Clusters { get; init; }
    /// <inheritdoc cref="Clusters"/>
    public required IReadOnlyList<RuleSavings> Rules { get; init; }
    /// <summary>UTC days with any savings, the earliest first.</summary>
    public required IReadOnlyList<DaySavings> Days { get; init; }
    /// <summary>The machine types that were counted.</summary>
    public required IReadOnlyList<PricedMachine> Prices { get; init; }
    /// <summary>What the figures rest on and leave out, one sentence each.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }
}

/// <summary>Sums of one kind, rounded to hundredths.</summary>
public class SavingsFigures
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
    /// <summary>Null when the size of a machine is unknown.</summary>
    public decimal? VcpuHours { get; init; }
    /// <summary>Of the machines that have a price; null when none has.</summary>
    public decimal? ListPriceUsd { get; init; }
    /// <summary>Which share of <see cref="NodeHours"/> has a price, 0 to 1.</summary>
    public decimal PricedShare { get; init; }
    /// <summary>Of spot machines, which count nowhere else.</summary>
    public decimal SpotNodeHours { get; init; }

    private static decimal Round(decimal value) => Math.Round(value, 2, MidpointRounding.AwayFromZero);
}

public sealed class ClusterSavings : SavingsFigures
{
    public required string Id { get; init; }
    public required string Name { get; init; }
}

public sealed class RuleSavings : SavingsFigures
{
    public required string Name { get; init; }
}

public sealed class DaySavings : SavingsFigures
{
    /// <summary>Such as <c>2026-06-01</c>, UTC.</summary>
    public required string Day { get; init; }
}

/// <param name="Source">Where the price is from; null without one.</param>
public sealed record PricedMachine(
    Cloud Cloud, string? Region, string InstanceType, decimal NodeHours, decimal? UsdPerHour, int? Cpus, string? Source);
