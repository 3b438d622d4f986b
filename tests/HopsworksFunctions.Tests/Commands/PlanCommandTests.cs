using System.Text.Json.Nodes;
using HopsworksEmulator;

namespace HopsworksFunctions.Tests.Commands;

public sealed class PlanCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plan-").FullName;

    [Fact]
    public async Task Shows_what_a_run_would_do_and_sends_and_stores_nothing()
    {
        await using var emulator = await EmulatorServer.StartAsync(
            new() { Clusters = SeededFleet.Create(TimeProvider.System.GetUtcNow()) }, TestContext.Current.CancellationToken);

        var (exitCode, output, errors) = await CommandLine.RunInAsync(
            folder,
            new()
            {
                ["Hopsworks__BaseUrl"] = emulator.BaseAddress.ToString(),
                ["HOPSWORKSAI_API_KEY"] = new EmulatorOptions().ApiKeys[0],
                ["State__Directory"] = folder,
            },
            "plan", "--json", "--policies", Repository.PathTo("policies.sample.json"));

        Assert.Equal((0, ""), (exitCode, errors));
        var clusters = JsonNode.Parse(output)!["clusters"]!.AsArray();
        Assert.Equal("protected by rule 'production'", (string)clusters.Single(c => (string)c!["name"]! == "prod-fraud")!["message"]!);
        Assert.NotNull(clusters.Single(c => (string)c!["name"]! == "dev-chen")!["next"]);
        Assert.All(emulator.Calls.All, call => Assert.Equal(HopsworksEmulator.Faults.Operation.List, call.Operation));
        Assert.All(Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories), file =>
            Assert.Equal("keys.json", Path.GetFileName(file)));
    }

    [Fact]
    public async Task Names_the_rule_that_clusters_almost_match_and_why()
    {
        await using var emulator = await EmulatorServer.StartAsync(
            new() { Clusters = SeededFleet.Create(TimeProvider.System.GetUtcNow()) }, TestContext.Current.CancellationToken);
        var policies = Path.Combine(folder, "near.json");
        await File.WriteAllTextAsync(
            policies, """{ "rules": [ { "name": "p", "match": { "name": "PROD-*" }, "protect": true } ] }""",
            TestContext.Current.CancellationToken);

        var (_, output, errors) = await CommandLine.RunInAsync(
            folder,
            new()
            {
                ["Hopsworks__BaseUrl"] = emulator.BaseAddress.ToString(),
                ["HOPSWORKSAI_API_KEY"] = new EmulatorOptions().ApiKeys[0],
                ["State__Directory"] = folder,
            },
            "plan", "--json", "--policies", policies);

        Assert.Contains("warning: $.rules[0].match: rule 'p' protects by name, and ", errors, StringComparison.Ordinal);
        var near = JsonNode.Parse(output)!["clusters"]!.AsArray().Single(c => (string)c!["name"]! == "prod-fraud")!;
        Assert.Equal(("nearMatch", "p", true), ((string)near["reason"]!, (string)near["rule"]!, (bool)near["protected"]!));
        Assert.Equal(
            "protected: almost matches rule 'p' (name is \"prod-fraud\", the rule expects \"PROD-*\"); fix the name or the rule",
            (string)near["message"]!);
    }

    [Fact]
    public async Task Ends_with_1_and_says_why_when_nothing_can_be_planned()
    {
        var (exitCode, _, errors) = await CommandLine.RunInAsync(
            folder,
            new()
            {
                ["Hopsworks__BaseUrl"] = "http://127.0.0.1:9", ["HOPSWORKSAI_API_KEY"] = "k", ["Hopsworks__TotalTimeout"] = "00:00:01",
                ["State__Directory"] = folder
            },
            "plan", "--policies", Repository.PathTo("policies.sample.json"));

        Assert.Equal(1, exitCode);
        Assert.Contains("Hopsworks", errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
