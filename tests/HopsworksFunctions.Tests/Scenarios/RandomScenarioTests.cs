using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Tests.Scenarios.Oracle;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>
/// Invariants that hold whatever happens. A failure names its seed and how to replay it alone, and keeps the scenario for <c>simulate</c>.
/// </summary>
public sealed class RandomScenarioTests
{
    private const string Replay = "RANDOM_SCENARIO";

    // The first seed, for a run with other seeds than the usual ones.
    private const string FirstSeed = "SCENARIO_SEED";
    private const int Shown = 10;

    [Fact]
    public Task Whatever_happens_in_four_crowded_days_the_invariants_hold() => HoldAsync(ScenarioSize.Days4, 150, 10);

    [Fact]
    public Task Whatever_happens_under_unions_and_spans_the_invariants_hold() => HoldAsync(ScenarioSize.Unions, 60, 5);

    [Fact]
    public Task Whatever_happens_in_a_month_the_invariants_hold() => HoldAsync(ScenarioSize.Month, 300, 100);

    [Fact]
    public Task Whatever_happens_in_a_year_the_invariants_hold() => HoldAsync(ScenarioSize.Year, 20, 20);

    [Fact]
    public async Task The_same_scenario_plays_the_same()
    {
        foreach (var json in RandomScenarios.Sample(ScenarioSize.Days4, 30))
            Assert.Equal((await Lines.OfAsync(RandomScenarios.Read(json))).All, (await Lines.OfAsync(RandomScenarios.Read(json))).All);
    }

    [Fact]
    public async Task Ticks_of_five_and_seven_minutes_come_to_the_same_where_nothing_happens()
    {
        foreach (var json in RandomScenarios.Sample(ScenarioSize.Quiet, 60))
        {
            // Idleness, uptime and learned start-ahead times depend on the ticks, and the stop limit on how many stops fall into one run.
            foreach (var rule in json["policies"]!["rules"]!.AsArray().Cast<JsonObject>())
            {
                rule.Remove("idle");
                rule.Remove("drain");
                rule.Remove("maxUptime");
                if ((string?)rule["startAhead"] is "auto")
                    rule.Remove("startAhead");
            }
            json["policies"]!.AsObject().Remove("limits");
            Assert.Equal(await FinalAsync(json, "5m"), await FinalAsync(json, "7m"));
        }
    }

    /// <param name="leastOfEach">The minimum number of cases for each rule; fewer prove nothing.</param>
    private static async Task HoldAsync(ScenarioSize size, int count, int leastOfEach)
    {
        var replay = Environment.GetEnvironmentVariable(Replay)?.Split(':') is [var name, var number] && name == size.Name ? number : null;
        var alone = replay is null ? (uint?)null : uint.Parse(replay, CultureInfo.InvariantCulture);
        var first = uint.Parse(Environment.GetEnvironmentVariable(FirstSeed) ?? "0", CultureInfo.InvariantCulture);
        var seeds = alone is { } one ? [one] : Enumerable.Range(0, count).Select(i => first + (uint)i);
        var failures = new ConcurrentBag<string>();
        var played = new ConcurrentBag<(int Calls, Figures Figures, IReadOnlyDictionary<string, string> Broken)>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForEachAsync(seeds, options, async (seed, _) =>
        {
            var scenario = RandomScenarios.One(size, seed);
            try
            {
                var result = await Invariants.HoldInAsync(scenario);
                played.Add(result);
                if (result.Broken.Count > 0)
                    Fail(string.Join("\n", result.Broken.Select(rule => $"{rule.Key}: {rule.Value}")));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Fail(e is BrokenException ? e.Message : e.ToString());
            }

            void Fail(string what) => failures.Add(
                $"{what}\n  replay alone with {Replay}={size.Name}:{seed}, or with `simulate {Keep(scenario, $"{size.Name}-{seed}")}`");
        });
        var calls = played.Sum(scenario => scenario.Calls);
        var figures = played.Select(scenario => scenario.Figures).Aggregate(Figures.None, (sum, more) => sum.Plus(more));
        var what = $"{count} of {size.Days} days with {size.Clusters} clusters from seed {alone ?? first}, {calls} calls, {figures}";
        Console.WriteLine($"Random scenarios: {what}, {failures.Count} broken");
        var rules = played.SelectMany(scenario => scenario.Broken.Keys).CountBy(rule => rule)
            .Select(rule => $"{rule.Value} broke '{rule.Key}'");
        Assert.True(failures.IsEmpty, $"{string.Join(", ", rules)}\n\n{string.Join("\n\n", failures.Take(Shown))}");
        if (alone is not null)
            return;
        // Other seeds than the usual ones may have fewer rare cases.
        var least = first == 0 ? leastOfEach : 1;
        Assert.True(calls > count, "hardly anything was done");
        Assert.All(figures.Counts, figure => Assert.True(figure.Count >= least, $"hardly any {figure.Of}: {figure.Count}"));
    }

    private static string Keep(JsonObject scenario, string name)
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("TEST_ARTIFACTS") ?? Path.GetTempPath(), $"{name}.scenario.json");
        File.WriteAllText(path, scenario.ToJsonString());
        return path;
    }

    private static async Task<string> FinalAsync(JsonObject json, string tick)
    {
        var copy = (JsonObject)json.DeepClone();
        copy["tick"] = tick;
        var states = "";
        await Lines.OfAsync(RandomScenarios.Read(copy), (_, plane) =>
            states = string.Join(' ', plane.List().Select(c => $"{c.Id}:{c.State is ClusterStates.Stopped}")));
        return states;
    }
}
