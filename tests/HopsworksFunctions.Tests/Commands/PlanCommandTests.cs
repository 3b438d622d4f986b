using System.Text.Json.Nodes;
using HopsworksEmulator;
using HopsworksFunctions.Tests.Deployed;

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
        Assert.Equal("Protected: rule 'production'", (string)clusters.Single(c => (string)c!["name"]! == "prod-fraud")!["message"]!);
        Assert.NotNull(clusters.Single(c => (string)c!["name"]! == "dev-chen")!["next"]);
        Assert.All(emulator.Calls.All, call => Assert.Equal(HopsworksEmulator.Faults.Operation.List, call.Operation));
        Assert.All(Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories), file =>
            Assert.Equal("keys.json", Path.GetFileName(file)));
    }

    [Fact]
    public async Task Refuses_a_named_file_that_is_not_valid_instead_of_planning_by_the_last_one_that_was()
    {
        await using var emulator = await EmulatorServer.StartAsync(
            new() { Clusters = SeededFleet.Create(TimeProvider.System.GetUtcNow()) }, TestContext.Current.CancellationToken);
        var wrong = Path.Combine(folder, "wrong.json");
        await File.WriteAllTextAsync(
            wrong, """{ "timeZone": "EDT", "rules": [ { "name": "a" } ] }""", TestContext.Current.CancellationToken);

        var (exitCode, output, errors) = await CommandLine.RunInAsync(
            folder,
            new()
            {
                ["Hopsworks__BaseUrl"] = emulator.BaseAddress.ToString(), ["HOPSWORKSAI_API_KEY"] = "k", ["State__Directory"] = folder,
            },
            "plan", "--policies", wrong);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal(
            [
                $"{wrong}(1,15): error: $.timeZone: 'EDT' is not an IANA time zone. Use 'America/New_York'",
                $"{wrong}(1,33): error: $.rules[0]: missing field 'match'. Write \"match\": {{}} to match every cluster",
            ],
            errors.TrimEnd().Split('\n'));
        Assert.Empty(emulator.Calls.All);
    }

    [Fact]
    public async Task Warns_by_the_time_between_the_runs_of_the_settings()
    {
        await using var emulator = await EmulatorServer.StartAsync(new(), TestContext.Current.CancellationToken);
        var file = Path.Combine(folder, "short.json");
        await File.WriteAllTextAsync(file, """
            { "schedules": { "s": { "up": ["daily 09:00-09:40"] } }, "rules": [ { "name": "a", "match": {}, "schedule": "s" } ] }
            """, TestContext.Current.CancellationToken);

        var (exitCode, _, errors) = await CommandLine.RunInAsync(
            folder,
            new()
            {
                ["Hopsworks__BaseUrl"] = emulator.BaseAddress.ToString(), ["HOPSWORKSAI_API_KEY"] = new EmulatorOptions().ApiKeys[0],
                ["State__Directory"] = folder, ["ReconcileSchedule"] = "0 0 * * * *",
            },
            "plan", "--policies", file);

        Assert.Equal(0, exitCode);
        Assert.EndsWith("is 40m long, shorter than the run interval of 1h, so runs may miss it\n", errors, StringComparison.Ordinal);
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
            "Protected: almost matches rule 'p' (name is \"prod-fraud\", the rule expects \"PROD-*\"). Fix the name or the rule",
            (string)near["message"]!);
    }

    [Fact]
    public async Task Warns_of_drains_that_cannot_check_activity_before_they_begin()
    {
        await using var emulator = await EmulatorServer.StartAsync(
            new() { Clusters = SeededFleet.Create(TimeProvider.System.GetUtcNow()) }, TestContext.Current.CancellationToken);
        var policies = Path.Combine(folder, "drain.json");
        await File.WriteAllTextAsync(policies, """
            { "schedules": { "s": { "up": ["daily 00:00-24:00"], "except": ["*-12-25"] } },
              "rules": [ { "name": "d", "match": { "name": "*anna" }, "schedule": "s", "drain": { "idle": "20m", "atMost": "4h" } } ] }
            """, TestContext.Current.CancellationToken);

        var (exitCode, _, errors) = await CommandLine.RunInAsync(
            folder,
            new()
            {
                ["Hopsworks__BaseUrl"] = emulator.BaseAddress.ToString(), ["HOPSWORKSAI_API_KEY"] = new EmulatorOptions().ApiKeys[0],
                ["State__Directory"] = folder,
            },
            "plan", "--policies", policies);

        Assert.Equal(0, exitCode);
        const string Warning = "warning: $.rules[0].drain: the stops of dev-anna always wait the whole 4h of 'atMost', because activity "
            + "cannot be checked: ";
        Assert.StartsWith($"{policies}(2,85): {Warning}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_with_4_and_one_sentence_when_Hopsworks_cannot_be_reached()
    {
        var (exitCode, output, errors) = await CommandLine.RunInAsync(
            folder,
            new()
            {
                ["Hopsworks__BaseUrl"] = "http://127.0.0.1:9", ["HOPSWORKSAI_API_KEY"] = "k", ["Hopsworks__TotalTimeout"] = "00:00:01",
                ["State__Directory"] = folder
            },
            "plan", "--policies", Repository.PathTo("policies.sample.json"));

        Assert.Equal((4, ""), (exitCode, output));
        Assert.Contains("Hopsworks", Assert.Single(errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, 1, "rejected the API key")]
    [InlineData(404, 4, "not an answer of")]
    [InlineData(500, 4, "Hopsworks.ai")]
    public async Task Ends_with_one_sentence_when_Hopsworks_answers_an_error(int status, int expected, string why)
    {
        await using var hopsworks = await StandIn.AnsweringAsync(status, """{"message":"x"}""");

        var (exitCode, output, errors) = await CommandLine.RunInAsync(
            folder,
            new()
            {
                ["Hopsworks__BaseUrl"] = $"{hopsworks.Address}", ["HOPSWORKSAI_API_KEY"] = "k", ["Hopsworks__TotalTimeout"] = "00:00:02",
                ["State__Directory"] = folder,
            },
            "plan", "--policies", Repository.PathTo("policies.sample.json"));

        Assert.Equal((expected, ""), (exitCode, output));
        Assert.Contains(why, Assert.Single(errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
