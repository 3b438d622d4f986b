using System.Text.Json.Nodes;
using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;

namespace HopsworksFunctions.Tests.Commands;

public sealed class InitCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("init-").FullName;

    private string PolicyFile => Path.Combine(folder, "policies.json");

    [Fact]
    public async Task Writes_a_dry_run_that_is_valid_with_the_clusters_as_comments()
    {
        await using var emulator = await StartAsync(
            new() { Id = "1", Name = "dev-anna", Tags = [new("team", "risk")] },
            new() { Id = "2", Name = "evil\"\n\"rules\": [], //" });

        var (exitCode, output, errors) = await InitAsync(emulator);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains($"Wrote {PolicyFile}: a dry run, with 2 clusters of Hopsworks.ai.", output, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(PolicyFile, TestContext.Current.CancellationToken);
        Assert.Contains("  //   dev-anna, running, tags team=risk\n", text, StringComparison.Ordinal);
        Assert.Contains("evil\"\\u000a\"rules\"", text, StringComparison.Ordinal);
        var validated = await CommandLine.RunInAsync(folder, [], "validate", PolicyFile);
        Assert.Equal((0, ""), (validated.ExitCode, validated.Errors));
        var plan = await CommandLine.RunInAsync(folder, Settings(emulator), "plan", "--json");
        Assert.Equal(0, plan.ExitCode);
        Assert.Equal("dev", (string)JsonNode.Parse(plan.Output)!["clusters"]![0]!["rule"]!);
    }

    [Fact]
    public async Task Overwrites_nothing()
    {
        await using var emulator = await StartAsync();
        await File.WriteAllTextAsync(PolicyFile, "mine", TestContext.Current.CancellationToken);

        var (exitCode, _, errors) = await InitAsync(emulator);

        Assert.Equal((1, $"{PolicyFile} already exists. 'hops init' overwrites nothing."), (exitCode, errors.Trim()));
        Assert.Equal("mine", await File.ReadAllTextAsync(PolicyFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Writes_nothing_when_the_clusters_cannot_be_listed()
    {
        await using var emulator = await StartAsync();
        emulator.Faults.Add(Fault.Envelope(401, "invalid api key"));

        var (exitCode, _, errors) = await InitAsync(emulator);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Cannot list the clusters, so nothing was written. ", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(PolicyFile));
    }

    [Fact]
    public async Task Refuses_a_vault_that_is_no_https_address_and_settings_that_are_there()
    {
        await using var emulator = await StartAsync();
        var wrong = await InitAsync(emulator, "--vault", "my-vault");
        await File.WriteAllTextAsync(Path.Combine(folder, "local.settings.json"), "{}", TestContext.Current.CancellationToken);
        var there = await InitAsync(emulator, "--vault", "https://kv-hops.vault.azure.net");

        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("--vault must be an https address such as", wrong.Errors, StringComparison.Ordinal);
        Assert.Equal(1, there.ExitCode);
        Assert.Contains("local.settings.json already exists.", there.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(PolicyFile));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Task<EmulatorServer> StartAsync(params EmulatedCluster[] clusters) =>
        EmulatorServer.StartAsync(new() { Clusters = clusters }, TestContext.Current.CancellationToken);

    private Task<(int ExitCode, string Output, string Errors)> InitAsync(EmulatorServer emulator, params string[] more) =>
        CommandLine.RunInAsync(folder, Settings(emulator), ["init", .. more]);

    private static Dictionary<string, string> Settings(EmulatorServer emulator) => new()
    {
        ["Hopsworks__BaseUrl"] = emulator.BaseAddress.ToString(), ["HOPSWORKSAI_API_KEY"] = new EmulatorOptions().ApiKeys[0],
    };
}
