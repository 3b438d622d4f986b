using NodaTime;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>Adds up periods in ticks, so that the parts add up exactly to the whole.</summary>
internal sealed class SavingsTotals
{
    private decimal nodes;
    private decimal priced;
    private decimal spot;
    private decimal cpus;
    private decimal dollars;
    private bool cpusUnknown;

    public decimal NodeHours => nodes / NodaConstants.TicksPerHour;
    public decimal SpotNodeHours => spot / NodaConstants.TicksPerHour;
    /// <summary>Null when any machine's processor count is unknown.</summary>
    public decimal? VcpuHours => cpusUnknown ? null : cpus / NodaConstants.TicksPerHour;
    /// <summary>The price of everything that has one; null when nothing does.</summary>
    public decimal? ListPriceUsd => priced == 0 && nodes > 0 ? null : dollars / NodaConstants.TicksPerHour;
    /// <summary>The priced share of the node-hours, 0 to 1.</summary>
    public decimal PricedShare => nodes == 0 ? 1 : priced / nodes;

    public void Add(DownTime stretch, IReadOnlyDictionary<Machine, Rate> rates)
    {
        var ticks = (stretch.To - stretch.From).BclCompatibleTicks;
        foreach (var group in CountedNodes.Of(stretch.Nodes))
        {
            var nodeTicks = (decimal)ticks * group.Count;
            if (group.Spot)
            {
                spot += nodeTicks;
                continue;
            }
            var rate = rates.GetValueOrDefault(group.Machine) ?? Rate.Unknown;
            nodes += nodeTicks;
            cpusUnknown |= rate.Cpus is null;
            cpus += nodeTicks * (rate.Cpus ?? 0);
            if (rate.UsdPerHour is not { } price)
                continue;
            priced += nodeTicks;
            dollars += nodeTicks * price;
        }
    }
}
