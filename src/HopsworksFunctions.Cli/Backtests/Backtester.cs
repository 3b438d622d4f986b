using System.Text;
using System.Text.Json.Nodes;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace HopsworksFunctions.Cli.Backtests;

/// <summary>A backtester that replays a history under policies with the real engine, and compares the results.</summary>
/// <param name="prices">The price table; null if no prices are known.</param>
/// <param name="finished">Called with each run's report.</param>
internal sealed class Backtester(FleetHistory history, PriceTable? prices, Action<RunReport> finished)
{
    public static readonly IReadOnlyList<string> Assumptions =
    [
        "When clusters are busy does not depend on the policies.",
        "Where a cluster was busy and the policies have it down, somebody starts it, once for each stop; the last columns say what "
            + "happens if nobody does.",
        "Starts by hand are left out where the policies have the cluster up anyway.",
        "A hold counts only if it was set more than an hour before a stop of the policies that were in force, since later ones answer "
            + "the stop.",
        "Nobody knows whether a cluster was needed while it was down: hours that it would be up then are unknown, and no gain or loss.",
    ];

    /// <param name="policies">The path of the policy file.</param>
    /// <param name="against">The path of the policy file to compare with; null for what happened.</param>
    /// <param name="content">The policies to use instead of the content of the file; null for that content.</param>
    /// <exception cref="CliException">The policies are not valid; the problems say why.</exception>
    public async Task<Backtest> RunAsync(
        string policies, string? against, CancellationToken cancellationToken, JsonObject? content = null)
    {
        var scenario = Read(policies, content);
        var before = against is null ? null : await Replay.OfAsync(Read(against), people: true, finished, cancellationToken);
        var would = await Replay.OfAsync(scenario, people: true, finished, cancellationToken);
        var nobody = await Replay.OfAsync(scenario, people: false, finished, cancellationToken);
        var rows = history.Clusters.Select(cluster => Row(
                cluster, RuleOf(scenario, cluster), before?[cluster.Id].Power ?? cluster.Power, would[cluster.Id], nobody[cluster.Id]))
            .OrderBy(row => row.Rule is null).ThenBy(row => row.Rule, StringComparer.Ordinal).ToList();
        var rules = rows.GroupBy(row => row.Rule).Select(rule => BacktestRow.Sum(rule.Key, [.. rule])).ToList();
        var names = history.Clusters.ToDictionary(cluster => cluster.Id, cluster => cluster.Name);
        var stops = would.Values.SelectMany(cluster => cluster.BusyStops).OrderBy(stop => stop.At)
            .Select(stop => stop with { Cluster = names[stop.Cluster] });
        return new(history.From, history.To, policies, against, rows, rules, BacktestRow.Sum(null, rows), [.. stops], Assumptions)
        {
            Prices = prices?.Note,
        };
    }

    /// <summary>Reads a scenario of the history under other policies.</summary>
    /// <exception cref="CliException">The policies are not valid.</exception>
    private Scenario Read(string policies, JsonObject? content = null)
    {
        var path = Path.GetFullPath(policies);
        var text = HistoryScenario.Of(ReactionsToStops.Without(history), content ?? (JsonNode)JsonValue.Create(path));
        var (scenario, problems) = ScenarioFile.Parse(Encoding.UTF8.GetBytes(text.ToJsonString()), Path.GetDirectoryName(path)!);
        return scenario ?? throw new CliException(string.Join('\n', problems.Where(p => p.Severity == Severity.Error)
            .Select(p => p.Message)));
    }

    private BacktestRow Row(
        ObservedCluster cluster, string? rule, IReadOnlyList<PowerStep> power, ReplayedCluster would, ReplayedCluster nobody)
    {
        var (from, to) = (history.From, history.To);
        var was = KnownTimes.Up(power, from, to);
        var (up, alone) = (KnownTimes.Up(would.Power, from, to), KnownTimes.Up(nobody.Power, from, to));
        var (seen, busy) = (KnownTimes.Up(cluster.Power, from, to), KnownTimes.Busy(cluster, from, to));
        var price = PriceOf(cluster.Facts[^1].Facts);
        return new(
            cluster.Name, rule, Of(was), Of(up), Of(alone), Hours(up.Hours - up.And(seen).Hours), Hours(busy.Hours - busy.And(alone).Hours),
            would.BusyStops.Count, would.StartsByHand, would.Warnings, would.WorkersRestored);

        Uptime Of(KnownTimes times) => new(Hours(times.Hours), price is { } usd ? decimal.Round(usd * (decimal)times.Hours, 2) : null);

        static double Hours(double hours) => Math.Round(hours, 2);
    }

    private static string? RuleOf(Scenario scenario, ObservedCluster cluster)
    {
        var facts = cluster.Facts[^1].Facts;
        return scenario.Policies.RuleFor(facts.ToCluster(cluster.Id))?.Name;
    }

    /// <summary>Returns the list price of an hour of all machines except spot machines; null if one of them has no price.</summary>
    private decimal? PriceOf(ClusterFacts facts)
    {
        if (prices is null)
            return null;
        var workers = (facts.Workers ?? []).Select(NodeGroup.Of);
        var sum = 0m;
        foreach (var nodes in CountedNodes.Of(facts.Nodes with { Groups = [.. facts.Nodes.Groups, .. workers] }).Where(n => !n.Spot))
        {
            if (prices.Find(nodes.Machine)?.UsdPerHour is not { } usd)
                return null;
            sum += nodes.Count * usd;
        }
        return sum;
    }
}
