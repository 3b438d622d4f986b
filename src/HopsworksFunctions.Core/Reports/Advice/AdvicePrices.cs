using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Core.Reports.Advice;

/// <summary>The value of cluster hours, computed as in savings.</summary>
/// <param name="note">The note in the price table; null for none.</param>
internal sealed class AdvicePrices(IReadOnlyDictionary<Machine, Rate> rates, string? note)
{
    private const int MaxNamed = 5;

    private readonly string label = note is null ? SavingsCalculator.Label : $"{SavingsCalculator.Label}; {note.TrimEnd('.')}";

    /// <summary>Returns the value of a month's saved hours; null if no hours are saved.</summary>
    /// <param name="clusters">
    /// The saved hours of each cluster, negative if it would run longer than before, and its machines, null if unknown.
    /// </param>
    public SavedMonth? Of(IReadOnlyList<(double Hours, NodeList? Nodes)> clusters)
    {
        if (clusters.Sum(cluster => cluster.Hours) <= 0)
            return null;
        var (dollars, nodes, priced) = (0m, 0m, 0m);
        foreach (var (hours, machines) in clusters.Where(cluster => cluster.Nodes is not null))
        {
            var hour = SavingsTotals.OneHour(machines!, rates);
            dollars += (decimal)hours * (hour.ListPriceUsd ?? 0);
            nodes += hour.NodeHours;
            priced += hour.NodeHours * hour.PricedShare;
        }
        return new(
            priced == 0 ? null : Math.Max(0, Math.Round(dollars, 2, MidpointRounding.AwayFromZero)),
            nodes == 0 ? null : Math.Round(priced / nodes, 4), Unpriced([.. clusters.Select(cluster => cluster.Nodes)]), label);
    }

    private string? Unpriced(IReadOnlyList<NodeList?> clusters)
    {
        var unknown = clusters.Count(nodes => nodes is null);
        if (unknown > 0)
        {
            return clusters.Count == 1
                ? "Its machines are unknown, because it is stopped and the app did not stop it in this period."
                : $"The machines of {CountText.Of(unknown, "cluster")} are unknown and left out of the price.";
        }
        var counted = clusters.SelectMany(nodes => CountedNodes.Of(nodes!)).ToList();
        var types = counted.Where(nodes => !nodes.Spot && rates.GetValueOrDefault(nodes.Machine)?.UsdPerHour is null)
            .Select(nodes => $"{nodes.Machine.InstanceType} ({CamelCase.Of(nodes.Machine.Cloud)} {nodes.Machine.Region ?? "?"})")
            .Distinct().ToList();
        return types.Count > 0 ? $"No price is known for {CountText.Names(types, MaxNamed)}."
            : counted.Exists(nodes => nodes.Spot) ? "Spot machines have no list price and are left out of the price."
            : null;
    }
}
