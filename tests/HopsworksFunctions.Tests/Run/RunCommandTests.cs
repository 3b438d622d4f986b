using System.Diagnostics;
using System.Text.Json.Nodes;
using HopsworksFunctions.Tests.LocalHost;

namespace HopsworksFunctions.Tests.Run;

/// <summary><c>run</c> as its own process, in an empty working folder, with the fixture app.</summary>
public sealed class RunCommandTests : IAsyncDisposable
{
    private readonly FixtureApp _app = new();
    private readonly List<Process> _processes = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("run-").FullName;

    public RunCommandTests() => File.WriteAllText(Path.Combine(_folder, "policies.json"), "{}");

    [Fact]
    public async Task Once_shows_the_fleet_and_ends_with_0()
    {
        var (exitCode, output, _) = await RunAsync("--once");

        Assert.Equal(0, exitCode);
        Assert.Contains("dev-anna", output, StringComparison.Ordinal);
        Assert.Contains("outside 'office'", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_prints_nothing_but_the_report_as_json()
    {
        var (exitCode, output, _) = await RunAsync("--once", "--json");

        Assert.Equal(0, exitCode);
        Assert.Equal("accepted", (string)JsonNode.Parse(output)!["clusters"]![0]!["done"]!);
    }

    [Fact]
    public async Task Once_ends_with_1_when_the_run_failed()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "local.settings.json"), """{ "Values": { "FIXTURE_OUTCOME": "failed" } }""", TestContext.Current.CancellationToken);

        Assert.Equal(1, (await RunAsync("--once")).ExitCode);
    }

    [Fact]
    public async Task An_app_that_does_not_stay_up_is_one_clear_line()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "local.settings.json"), """{ "Values": { "FIXTURE_EXIT_AT_START": "0" } }""", TestContext.Current.CancellationToken);

        var (exitCode, output, errors) = await RunAsync("--once");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("The app did not start: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_policy_file_is_one_clear_line()
    {
        var (exitCode, _, errors) = await RunAsync("--once", "--policies", "missing.json");

        Assert.Equal((1, "Policy file missing.json does not exist."), (exitCode, errors.Trim()));
    }

    [Fact]
    public async Task Real_clusters_are_not_run_by_the_sample_s_rules()
    {
        File.Move(Path.Combine(_folder, "policies.json"), Path.Combine(_folder, "policies.sample.json"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "local.settings.json"), """{ "Values": { "Hopsworks__BaseUrl": "http://localhost:9" } }""",
            TestContext.Current.CancellationToken);

        var (exitCode, output, errors) = await RunAsync("--once");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains($"There is no {_folder}/policies.json", errors, StringComparison.Ordinal);
        Assert.Contains("hops init", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_fleet_is_emulated_and_run_over()
    {
        var (exitCode, _, errors) = await RunAsync("--once", "--clusters", "500");

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--clusters must be a whole number from 1 to 1000, not '0'.", "--clusters", "0")]
    [InlineData("--clusters must be a whole number from 1 to 1000, not '1001'.", "--clusters", "1001")]
    [InlineData("Use either --clusters or --hostile.", "--clusters", "5", "--hostile")]
    public async Task A_fleet_that_there_is_not_is_one_clear_line(string message, params string[] arguments)
    {
        var (exitCode, output, errors) = await RunAsync(arguments);

        Assert.Equal((2, "", $"{message}\nTry 'hops run --help'.\n"), (exitCode, output, errors));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_ends_it_and_leaves_no_process_behind(string signal)
    {
        var run = Start("--port", "0");
        string? line;
        do
            line = await run.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        while (line?.StartsWith("HTTP functions at http://localhost:", StringComparison.Ordinal) == false);
        var child = await ChildOfAsync(run.Id);

        using var kill = Process.Start("/bin/kill", [$"-{signal}", $"{run.Id}"]);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.NotNull(line);
        Assert.False(Directory.Exists($"/proc/{child}"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var run = Start(arguments);
        var output = run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (run.ExitCode, await output, await errors);
    }

    private Process Start(params string[] arguments)
    {
        var cli = Path.Combine(AppContext.BaseDirectory, "hops.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [cli, "run", "--app", _app.Folder, .. arguments])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _processes.Add(process);
        return process;
    }

    private static async Task<string> ChildOfAsync(int parent)
    {
        var children = "";
        await Eventually.IsTrueAsync(
            async () => (children = (await File.ReadAllTextAsync($"/proc/{parent}/task/{parent}/children")).Trim()) != "" ||
                Directory.EnumerateDirectories($"/proc/{parent}/task")
                    .Any(task => (children = File.ReadAllText($"{task}/children").Trim()) != ""),
            "a child process");
        return children;
    }
}
