using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>A simulation that skips ticks has the same results as one that runs every tick.</summary>
public sealed class SkippedTickTests
{
    // The number of scenarios of each size, instead of the usual few.
    private const string Count = "SKIPPED_TICK_SCENARIOS";
    private const string FirstSeed = "SCENARIO_SEED";
    private const int Shown = 5;

    // The largest share of ticks that may run, because a comparison needs skipped ticks.
    private const double Share = 0.6;

    [Fact]
    public Task Nothing_differs_in_crowded_days() => CompareAsync(ScenarioSize.Days4, 30);

    [Fact]
    public Task Nothing_differs_under_unions_and_spans() => CompareAsync(ScenarioSize.Unions, 15);

    [Fact]
    public Task Nothing_differs_in_a_month() => CompareAsync(ScenarioSize.Month, 3);

    [Fact]
    public async Task Ten_quiet_years_take_few_runs()
    {
        var start = Instant.FromUtc(2026, 1, 1, 0, 0);
        var scenario = RandomScenarios.Read((JsonObject)JsonNode.Parse($$"""
            { "policies": { "dryRun": true, "schedules": { "s": { "up": ["*-01-01 08:00 > *-01-01 18:00"] } },
                            "rules": [{ "name": "r", "match": {}, "schedule": "s" }] },
              "start": "2026-01-01T00:00:00Z", "end": "2036-01-01T00:00:00Z",
              "clusters": [{ "id": "a", "state": "running" }, { "id": "b", "state": "stopped" }] }
            """)!);

        var played = await PlayedSimulation.OfAsync(scenario, everyTick: false, _ => false);

        Assert.InRange(played.RunCount, 20, 2000);
    }

    private static async Task CompareAsync(ScenarioSize size, int usual)
    {
        var first = uint.Parse(Environment.GetEnvironmentVariable(FirstSeed) ?? "0", CultureInfo.InvariantCulture);
        var count = int.Parse(Environment.GetEnvironmentVariable(Count) ?? $"{usual}", CultureInfo.InvariantCulture);
        var (failures, ticks) = (new ConcurrentBag<string>(), new ConcurrentBag<(int All, int Run, int Calls)>());
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForEachAsync(Enumerable.Range(0, count).Select(i => first + (uint)i), options, async (seed, _) =>
        {
            var json = VariedScenarios.One(size, seed);
            var scenario = RandomScenarios.Read(json);
            var some = await PlayedSimulation.OfAsync(scenario, everyTick: false, _ => true);
            var all = await PlayedSimulation.OfAsync(scenario, everyTick: true, some.Runs.ContainsKey);
            ticks.Add((all.RunCount, some.RunCount, all.Calls));
            if (Difference(some, all) is { } difference)
                failures.Add($"seed {seed} of {size.Name}: {difference}\n  {Keep(json, $"{size.Name}-{seed}")}");
        });
        var (runs, skipped) = (ticks.Sum(t => t.All), ticks.Sum(t => t.All - t.Run));
        Console.WriteLine(
            $"Skipped ticks: {count} scenarios of {size.Name} from seed {first}, {ticks.Sum(t => t.Calls)} calls, "
            + $"{skipped} of {runs} ticks skipped, {failures.Count} differ");
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures.Take(Shown)));
        Assert.True(runs - skipped < Share * runs, $"hardly a tick was skipped: {skipped} of {runs}");
    }

    private static string? Difference(PlayedSimulation some, PlayedSimulation all)
    {
        foreach (var (at, run) in some.Runs)
        {
            if (all.Runs.GetValueOrDefault(at) is var same && same != run)
                return $"the run of {at}\n  {run}\n  is not\n  {same}";
        }
        var (less, more) = (some.Outputs.Split('\n'), all.Outputs.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(less.Length, more.Length)).FirstOrDefault(
            i => less.ElementAtOrDefault(i) != more.ElementAtOrDefault(i), -1);
        return line < 0 ? null : $"line {line}\n  {less.ElementAtOrDefault(line)}\n  is not\n  {more.ElementAtOrDefault(line)}";
    }

    private static string Keep(JsonObject scenario, string name)
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("TEST_ARTIFACTS") ?? Path.GetTempPath(), $"{name}.skipped.json");
        File.WriteAllText(path, scenario.ToJsonString());
        return path;
    }
}
