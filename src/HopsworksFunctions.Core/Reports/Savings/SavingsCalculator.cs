using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>Computes a report from periods and rates. Pure: the same input gives the same report.</summary>
public static class SavingsCalculator
{
    // A sentence with a thousand names would be unreadable.
    private const int MaxNamed = 20;

    public const string Label = "list price, on-demand, compute only (estimate)";

    /// <param name="stretches">The periods within the range.</param>
    /// <param name="note">The note in the price table; null for none.</param>
    /// <param name="doubts">The failures to read prices or the audit log, one sentence each.</param>
    public static SavingsReport Of(
        IReadOnlyList<DownTime> stretches, IReadOnlyDictionary<Machine, Rate> rates,
        Instant from, Instant to, Instant until, string? note, IReadOnlyList<string> doubts)
    {
        var clusters = SavedTimes.Of(stretches).FiguresOfEach(rates);
        var rules = stretches.GroupBy(s => s.Rule).Select(g => new RuleSavings { Sums = SavingsTotals.Of(g, rates), Name = g.Key });
        var days = stretches.SelectMany(ByDay).GroupBy(d => d.Day, d => d.Stretch).OrderBy(g => g.Key);
        var ticks = SavingsTotals.TicksOf(stretches);
        var prices = Prices(ticks, rates);
        return new()
        {
            Sums = SavingsTotals.Of(ticks, rates),
            From = from,
            To = to,
            CountedUntil = until,
            Label = Label,
            PriceNote = note,
            Clusters = [.. clusters.OrderByDescending(Worth).ThenBy(c => c.Name, StringComparer.Ordinal)],
            Rules = [.. rules.OrderByDescending(Worth).ThenBy(r => r.Name, StringComparer.Ordinal)],
            Days = [.. days.Select(g => new DaySavings { Sums = SavingsTotals.Of(g, rates), Day = LocalDatePattern.Iso.Format(g.Key) })],
            Prices = prices,
            Assumptions = [.. Assumptions(stretches, ticks.Keys, prices, until, note), .. doubts],
        };
    }

    private static (decimal, decimal) Worth(SavingsFigures figures) => (figures.ListPriceUsd ?? 0, figures.NodeHours);

    internal static IEnumerable<(LocalDate Day, DownTime Stretch)> ByDay(DownTime stretch)
    {
        for (var day = stretch.From.InUtc().Date; ; day = day.PlusDays(1))
        {
            var start = UtcDay.StartOf(day);
            if (start >= stretch.To)
                yield break;
            if (stretch.Within(start, start + Duration.FromDays(1)) is { } part)
                yield return (day, part);
        }
    }

    private static List<PricedMachine> Prices(IReadOnlyDictionary<NodeList, long> ticks, IReadOnlyDictionary<Machine, Rate> rates) =>
        [.. from down in ticks
            from nodes in CountedNodes.Of(down.Key)
            where !nodes.Spot
            group (decimal)down.Value * nodes.Count by nodes.Machine into machine
            let rate = rates.GetValueOrDefault(machine.Key) ?? Rate.Unknown
            let hours = Math.Round(machine.Sum() / NodaConstants.TicksPerHour, 2, MidpointRounding.AwayFromZero)
            let type = machine.Key
            orderby type.Cloud, type.Region, type.InstanceType
            select new PricedMachine(type.Cloud, type.Region, type.InstanceType, hours, rate.UsdPerHour, rate.Cpus, rate.Source)];

    private static IEnumerable<string> Assumptions(
        IReadOnlyList<DownTime> stretches, IEnumerable<NodeList> lists, IReadOnlyList<PricedMachine> prices, Instant until, string? note)
    {
        yield return $"All amounts are {Label} in US dollars. "
            + "Reservations, savings plans and discounts are not included and make the real saving smaller.";
        if (note is not null)
            yield return $"Prices: {note.TrimEnd('.')}.";
        yield return "The report counts from when a run first sees the cluster stopped by a policy until the app starts it, "
            + $"until the last run before a manual start, or until the last run that listed clusters ({until}). "
            + "Time spent stopping and starting is billed and not counted.";
        yield return "Manual stops and holds are not counted.";
        yield return "Disks, buckets, backups, IP addresses, load balancers, logs and attached Kubernetes nodes "
            + "are billed while a cluster is stopped.";
        if (Names(stretches, lists.Where(nodes => nodes.Autoscaled is not null)) is { Length: > 0 } autoscaled)
            yield return $"For autoscaled worker nodes, only the autoscaler's minimum is counted: {autoscaled}.";
        if (Names(stretches, lists.Where(nodes => CountedNodes.Of(nodes).Any(n => n.Spot))) is { Length: > 0 } spot)
            yield return $"Spot machines are reported separately because their price is unknown: {spot}.";
        if (Names(stretches, lists.Where(nodes => nodes.HeadIsHighlyAvailable)) is { Length: > 0 } available)
            yield return $"Too low for {available}: only one of several head nodes is counted.";
        var unpriced = prices.Where(p => p.UsdPerHour is null).ToList();
        var types = string.Join(", ", unpriced.Select(p => $"{p.InstanceType} ({CamelCase.Of(p.Cloud)} {p.Region ?? "?"})"));
        if (unpriced.Count > 0)
            yield return $"No price for {unpriced.Sum(p => p.NodeHours):0.##} node-hours, so they are not in the amounts: {types}.";
    }

    /// <summary>Returns the names of the clusters that were stopped with one of these node lists.</summary>
    private static string Names(IReadOnlyList<DownTime> stretches, IEnumerable<NodeList> lists)
    {
        var asked = lists.ToHashSet<object>(ReferenceEqualityComparer.Instance);
        var named = asked.Count == 0 ? [] : stretches.Where(s => asked.Contains(s.Nodes));
        var names = named.Select(s => s.ClusterName).Distinct().Order(StringComparer.Ordinal).ToList();
        var more = names.Count - MaxNamed;
        return $"{string.Join(", ", names.Take(MaxNamed))}{(more > 0 ? $" and {more} more" : "")}";
    }
}
