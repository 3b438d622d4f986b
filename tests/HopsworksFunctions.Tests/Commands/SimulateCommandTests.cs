using System.Text;
using System.Text.Json.Nodes;
using HopsworksEmulator;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Reports.Savings;
using Spectre.Console;

namespace HopsworksFunctions.Tests.Commands;

public sealed class SimulateCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("simulate-").FullName;

    [Fact]
    public async Task The_documented_output_of_the_sample_is_what_a_terminal_of_80_columns_shows()
    {
        var docs = await File.ReadAllTextAsync(Repository.PathTo("docs/simulate.md"), TestContext.Current.CancellationToken);
        var (table, _) = PriceTable.Parse(
            await File.ReadAllBytesAsync(Repository.PathTo("prices.sample.json"), TestContext.Current.CancellationToken));
        var sample = await File.ReadAllBytesAsync(Repository.PathTo("scenario.sample.json"), TestContext.Current.CancellationToken);
        var scenario = ScenarioFile.Parse(sample, Repository.PathTo("")).Scenario!;
        var text = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 80;
        var (output, saved) = (new TimelineOutput(console, scenario.Start, scenario.End), new SimulatedSavings(table!));

        output.Write(
            await Simulator.RunAsync(scenario, output, TestContext.Current.CancellationToken, saved),
            saved.Report(scenario.Start, scenario.End));

        var lines = string.Join('\n', text.ToString().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()));
        Assert.Equal(docs.Split("```text\n")[1].Split("```")[0], lines);
    }

    [Fact]
    public async Task The_documented_command_runs()
    {
        foreach (var file in (string[])["policies.sample.json", "prices.sample.json", "scenario.sample.json"])
            File.Copy(Repository.PathTo(file), Path.Combine(folder, file));

        var (exitCode, output, errors) = await CommandLine.RunInAsync(
            folder, [], "simulate", "scenario.sample.json", "--prices", "prices.sample.json");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.StartsWith("From 2026-06-01 04:00 to 2026-06-03 04:00 (UTC)", output);
    }

    [Fact]
    public async Task Says_what_the_stop_limit_blocks_and_when()
    {
        var (exitCode, output, _) = await CommandLine.RunAsync(Limited, "simulate", "-");
        var (_, json, _) = await CommandLine.RunAsync(Limited, "simulate", "-", "--json");

        Assert.Equal(0, exitCode);
        Assert.Contains("The stop limit blocked 2 stops at 2026-06-01 13:00: a, b.", output);
        Assert.Contains("0 stops, 0 starts.", output);
        var blocked = Totals(json)["blocked"]!.AsArray();
        Assert.Equal(["a", "b"], blocked.Select(stop => (string)stop!["cluster"]!));
        Assert.All(blocked, stop => Assert.Equal("2026-06-01T13:00:00Z", (string)stop!["at"]!));
    }

    [Fact]
    public async Task Counts_stops_that_a_hold_avoided_or_delayed()
    {
        const string Held = """
            { "policies": { "schedules": { "s": { "up": ["daily 07:00-19:00"] } },
                "rules": [{ "name": "r", "match": {}, "schedule": "s" }] },
              "start": "2026-06-01T08:00:00Z", "end": "2026-06-02T12:00:00Z", "clusters": [
                { "id": "a", "state": "running" }, { "id": "b", "state": "running" }, { "id": "c", "state": "running" }],
              "events": [{ "at": "2026-06-01T18:00:00Z", "do": "hold", "cluster": "a", "state": "up", "until": "14h" },
                         { "at": "2026-06-01T18:00:00Z", "do": "hold", "cluster": "b", "state": "up", "until": "3h" }] }
            """;

        var (_, output, _) = await CommandLine.RunAsync(Held, "simulate", "-");
        var (_, json, _) = await CommandLine.RunAsync(Held, "simulate", "-", "--json");

        Assert.Contains("1 stop avoided: hold 1.", output);
        Assert.Contains("1 stop delayed: hold 1.", output);
        Assert.Contains("The stop limit blocked no stop.", output);
        var totals = Totals(json);
        Assert.Equal((1, 1), ((int)totals["stopsAvoided"]!["held"]!, (int)totals["stopsDelayed"]!["held"]!));
        Assert.Null(totals["saved"]);
    }

    [Fact]
    public async Task Takes_the_prices_beside_the_policies_and_counts_money_by_them()
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder, "prices.json"),
            """{ "prices": [{ "cloud": "AZURE", "instanceType": "Standard_D8_v3", "usdPerHour": 1 }] }""",
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "scenario.json"),
            """
            { "policies": { "schedules": { "s": { "up": ["daily 07:00-19:00"] } },
                "rules": [{ "name": "r", "match": {}, "schedule": "s" }] },
              "start": "2026-06-01T08:00:00Z", "end": "2026-06-02T12:00:00Z", "clusters": [{ "id": "a", "state": "running" }] }
            """,
            TestContext.Current.CancellationToken);

        var (_, json, _) = await CommandLine.RunInAsync(folder, [], "simulate", "scenario.json", "--json");
        var (wrong, _, errors) = await CommandLine.RunInAsync(
            folder, [], "simulate", "scenario.json", "--prices", Repository.PathTo("policies.sample.json"));

        var saved = Totals(json)["saved"]!;
        Assert.Equal((decimal)saved["nodeHours"]!, (decimal)saved["listPriceUsd"]!);
        // The hours are from the first run that finds the cluster stopped, at 19:05, to the start at 07:00.
        Assert.Equal(11.92m, (decimal)saved["nodeHours"]!);
        Assert.Equal(1, wrong);
        Assert.Contains("unknown field 'rules'", errors);
    }

    [Fact]
    public async Task A_cancelled_simulation_ends_soon()
    {
        var scenario = ScenarioFile.Parse(Encoding.UTF8.GetBytes(Limited), ".").Scenario!;
        using var source = new CancellationTokenSource();
        var (output, progress) = (new TimelineOutput(
            AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(new StringWriter()) }), scenario.Start, scenario.End),
            new SimulationProgress(scenario.Start, scenario.End));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => progress.WatchAsync(
            Simulator.RunAsync(scenario, output, source.Token, finished: run =>
            {
                progress.Report(run);
                source.Cancel();
            }), null));

        Assert.Equal(scenario.Start, progress.Reached);
    }

    [Fact]
    public async Task From_fleet_writes_a_scenario_of_the_clusters_that_plays_as_it_stands()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var fleet = SeededFleet.Create(TimeProvider.System.GetUtcNow());
        await using var emulator = await EmulatorServer.StartAsync(new() { Clusters = fleet }, cancellation);
        File.Copy(Repository.PathTo("policies.sample.json"), Path.Combine(folder, "policies.json"));

        var (exitCode, written, errors) = await CommandLine.RunInAsync(
            folder,
            new()
            {
                ["Hopsworks__BaseUrl"] = emulator.BaseAddress.ToString(), ["HOPSWORKSAI_API_KEY"] = new EmulatorOptions().ApiKeys[0],
                ["State__Directory"] = folder,
            },
            "simulate", "--from-fleet");
        var (scenario, problems) = ScenarioFile.Parse(Encoding.UTF8.GetBytes(written), folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "scenario.json"), written, cancellation);
        var (played, output, playErrors) = await CommandLine.RunInAsync(folder, [], "simulate", "scenario.json");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Empty(problems);
        Assert.Equal("policies.json", (string)JsonNode.Parse(written)!["policies"]!);
        Assert.Equal(
            fleet.OrderBy(c => c.Id).Select(c => Told(ClusterView.Of(c))),
            scenario!.Clusters.OrderBy(c => c.Id).Select(c => Told(ClusterView.Of(c))));
        Assert.All(emulator.Calls.All, call => Assert.Equal(HopsworksEmulator.Faults.Operation.List, call.Operation));
        Assert.Equal((0, ""), (played, playErrors));
        Assert.Contains("dev-anna", output);

        static string Told(HopsworksFunctions.Policies.Clusters.Cluster c) => string.Join(
            "|", c.Id, c.ExactName, c.StateText, c.Cloud, c.CreatedOn?.ToUnixTimeSeconds(), c.StartedOn?.ToUnixTimeSeconds(),
            string.Join(",", c.Tags.OrderBy(t => t.Key)), string.Join(",", c.Workers), c.Autoscale?.MinWorkers, c.Autoscale?.MaxWorkers);
    }

    [Theory]
    [InlineData("SCENARIO or --from-fleet")]
    [InlineData("SCENARIO or --from-fleet", "--from-fleet", "scenario.json")]
    [InlineData("--policies requires --from-fleet", "scenario.json", "--policies", "policies.json")]
    public async Task Needs_a_scenario_or_the_fleet(string message, params string[] arguments)
    {
        var (exitCode, output, errors) = await CommandLine.RunAsync("", ["simulate", .. arguments]);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(message, errors);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static JsonNode Totals(string json) => JsonNode.Parse(json.TrimEnd('\n').Split('\n')[^1])!["totals"]!;

    /// <summary>New policies that would stop both clusters an hour after the old ones protected them. One stop is allowed.</summary>
    private const string Limited = """
        { "policies": { "rules": [{ "name": "r", "match": {}, "manage": false }], "limits": { "maxStopsPerRun": 1 } },
          "start": "2026-06-01T08:00:00Z", "end": "2026-06-01T14:00:00Z",
          "clusters": [{ "id": "a", "state": "running" }, { "id": "b", "state": "running" }],
          "events": [{ "at": "2026-06-01T12:00:00Z", "do": "policies", "policies": {
            "schedules": { "s": { "up": ["daily 01:00-02:00"] } }, "rules": [{ "name": "r2", "match": {}, "schedule": "s" }],
            "limits": { "maxStopsPerRun": 1 } } }] }
        """;
}
