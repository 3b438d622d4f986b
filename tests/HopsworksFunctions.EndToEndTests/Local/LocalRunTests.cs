using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HopsworksFunctions.EndToEndTests.Processes;

namespace HopsworksFunctions.EndToEndTests.Local;

/// <summary><c>run</c> in a folder with the files of a clone, and no others. tests/run.sh also builds and runs a whole clone.</summary>
public sealed class LocalRunTests : IDisposable
{
    // `run` prints this key on purpose, so it lacks the marker by which the tests find keys in outputs.
    private const string Key = "a-local-function-key";

    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["AZURE_FUNCTIONS_ENVIRONMENT"] = null,
        ["HOPSWORKS_FUNCTIONS_KEY"] = Key,
        ["HOPSWORKS_FUNCTIONS_MASTER_KEY"] = $"master-{Key}",
    };

    private readonly DirectoryInfo clone = Directory.CreateTempSubdirectory("clone-");

    public LocalRunTests()
    {
        foreach (var file in (string[])["HopsworksFunctions.sln", "policies.sample.json"])
            File.Copy(Path.Combine(Repository.Root, file), Path.Combine(clone.FullName, file));
    }

    [Fact]
    public async Task Once_shows_a_stop_a_start_what_is_protected_and_what_is_left_alone()
    {
        await using var run = Start(["--once"]);

        Assert.Equal(0, await run.WaitForExitAsync());

        Assert.Contains(
            run.Lines, line => line.Contains(" stop ", StringComparison.Ordinal) && line.Contains("accepted", StringComparison.Ordinal));
        Assert.Contains(
            run.Lines, line => line.Contains(" start ", StringComparison.Ordinal) && line.Contains("accepted", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.Contains("Protected: rule 'production'", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.Contains("Not managed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Once_prints_the_report_as_JSON()
    {
        await using var run = Start(["--once", "--json"]);

        Assert.Equal(0, await run.WaitForExitAsync());

        var report = JsonNode.Parse(run.Lines.Single(line => line.StartsWith('{')))!;
        Assert.Equal(("ok", 16), ((string?)report["outcome"], report["clusters"]!.AsArray().Count));
    }

    [Fact]
    public async Task Once_fails_with_the_reason_when_the_policies_are_wrong()
    {
        await File.WriteAllTextAsync(Path.Combine(clone.FullName, "policies.json"), """{ "timeZone": "Europe/Stokholm", "rules": [] }""", TestContext.Current.CancellationToken);

        await using var run = Start(["--once"]);

        Assert.Equal(1, await run.WaitForExitAsync());
        Assert.Contains(run.Lines, line => line.Contains("'Europe/Stokholm' is not an IANA time zone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Once_fails_with_the_reason_when_a_setting_is_wrong()
    {
        await using var run = Start(["--once", "--policies", "policies.sample.json"], ("KeyVault__Uri", "http://kv-hops.vault.azure.net"));

        Assert.Equal(1, await run.WaitForExitAsync());
        Assert.Contains(run.Lines, line => line.Contains("KeyVault__Uri must be the vault's https address", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Serves_HTTP_fires_the_timer_and_leaves_nothing_behind_when_it_is_asked_to_end()
    {
        await using var run = Start(["--port", "0"], ("ReconcileSchedule", "*/2 * * * * *"));
        using var client = await ClientAsync(run);

        await run.WaitForLineAsync("timer run ");
        using var health = await client.GetAsync("health", TestContext.Current.CancellationToken);
        var tree = ProcessTree.Of(run.Id);
        run.Terminate();

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal(0, await run.WaitForExitAsync());
        Assert.True(tree.Count >= 2, string.Join(' ', tree));
        await Eventually.IsTrueAsync(() => !tree.Any(ProcessTree.IsRunning), () => $"no process of {string.Join(' ', tree)} is left");
    }

    [Fact]
    public async Task Goes_on_after_a_kill_with_what_it_did_and_was_told()
    {
        HashSet<string?> acted;
        await using (var run = Start(["--port", "0"]))
        {
            using var client = await ClientAsync(run);
            await run.WaitForLineAsync("timer run ");
            var answer = await client.GetFromJsonAsync<JsonObject>("actions?limit=20", TestContext.Current.CancellationToken);
            acted =
            [
                .. answer!["actions"]!.AsArray().Where(e => (string?)e!["trigger"] == "timer").Select(e => (string?)e!["clusterName"]),
            ];
            using var set = await client.PutAsJsonAsync("clusters/dev-anna/hold",
                new { state = "down", until = "2h", reason = "a restart" }, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        } // Disposing kills all processes.

        await using var again = Start(["--once", "--json"]);
        Assert.Equal(0, await again.WaitForExitAsync());
        var clusters = JsonNode.Parse(again.Lines.Single(line => line.StartsWith('{')))!["clusters"]!.AsArray();

        // Other clusters may have become due in the meantime.
        Assert.NotEmpty(acted);
        Assert.DoesNotContain(
            clusters, c => (string?)c!["action"] is "stop" or "start" && (string?)c["name"] is var name and not "dev-anna"
                && acted.Contains(name));
        // At night the cluster is already stopped.
        var held = clusters.Single(c => (string?)c!["name"] == "dev-anna")!;
        Assert.Equal("a restart", (string?)held["hold"]?["reason"]);
        Assert.True((string?)held["state"] == "stopped" || (string?)held["action"] == "stop", held.ToJsonString());
    }

    public void Dispose() => clone.Delete(recursive: true);

    private static async Task<HttpClient> ClientAsync(ChildProcess run)
    {
        var line = await run.WaitForLineAsync(line => line.StartsWith("HTTP functions at", StringComparison.Ordinal));
        var client = new HttpClient
        {
            BaseAddress = new(line.Split(' ', ',').Single(word => word.StartsWith("http", StringComparison.Ordinal)))
        };
        client.DefaultRequestHeaders.Add("x-functions-key", Key);
        return client;
    }

    private ChildProcess Start(string[] arguments, (string Name, string Value)? setting = null)
    {
        var environment = new Dictionary<string, string?>(Environment);
        if (setting is { } one) environment[one.Name] = one.Value;
        return ChildProcess.Start(
            Path.Combine(
                Repository.Root, "src", "HopsworksFunctions.Cli", "bin", Repository.Configuration, "net10.0", "hops"),
            ["run", .. arguments],
            environment,
            clone.FullName);
    }
}
