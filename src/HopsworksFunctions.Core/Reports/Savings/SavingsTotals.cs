using System.Runtime.InteropServices;
using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>Totals of periods, counted in ticks, so that the parts add up exactly to the whole.</summary>
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
    /// <summary>The processor hours; null if the processor count of any machine is unknown.</summary>
    public decimal? VcpuHours => cpusUnknown ? null : cpus / NodaConstants.TicksPerHour;
    /// <summary>The price of all machines with a known price; null if no price is known.</summary>
    public decimal? ListPriceUsd => priced == 0 && nodes > 0 ? null : dollars / NodaConstants.TicksPerHour;
    /// <summary>The priced share of the node-hours, 0 to 1.</summary>
    public decimal PricedShare => nodes == 0 ? 1 : priced / nodes;

    public static SavingsTotals Of(IEnumerable<DownTime> stretches, IReadOnlyDictionary<Machine, Rate> rates) =>
        Of(TicksOf(stretches), rates);

    /// <param name="ticks">The ticks from <see cref="TicksOf"/>.</param>
    public static SavingsTotals Of(IEnumerable<KeyValuePair<NodeList, long>> ticks, IReadOnlyDictionary<Machine, Rate> rates)
    {
        var totals = new SavingsTotals();
        foreach (var (nodes, its) in ticks)
            totals.Add(nodes, its, rates);
        return totals;
    }

    /// <summary>Returns the totals of one hour of a cluster with these machines.</summary>
    public static SavingsTotals OneHour(NodeList nodes, IReadOnlyDictionary<Machine, Rate> rates)
    {
        var totals = new SavingsTotals();
        totals.Add(nodes, NodaConstants.TicksPerHour, rates);
        return totals;
    }

    /// <summary>
    /// Returns the ticks for which each node list was stopped. There are few lists, because entries that were read together share them.
    /// </summary>
    public static IReadOnlyDictionary<NodeList, long> TicksOf(IEnumerable<DownTime> stretches)
    {
        var ticks = new Dictionary<NodeList, long>(ReferenceEqualityComparer.Instance);
        foreach (var stretch in stretches)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(ticks, stretch.Nodes, out _) +=
                (stretch.To - stretch.From).BclCompatibleTicks;
        }
        return ticks;
    }

    private void Add(NodeList list, long ticks, IReadOnlyDictionary<Machine, Rate> rates)
    {
        foreach (var group in CountedNodes.Of(list))
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
