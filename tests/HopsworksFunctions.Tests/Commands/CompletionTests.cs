using System.Diagnostics;
using System.Runtime.Versioning;
using HopsworksFunctions.Tests.Deployed;

namespace HopsworksFunctions.Tests.Commands;

/// <summary>The scripts of <c>completion</c> in their shells.</summary>
[SupportedOSPlatform("linux")]
public sealed class CompletionTests : IDisposable
{
    private const string Fleet = """
        {"id":"r","account":"default","trigger":"HTTP","startedAt":"2026-06-01T08:00:00Z","finishedAt":"2026-06-01T08:00:01Z","outcome":"ok","error":null,"lookOnly":true,"policies":"1","rules":["night shift"],
         "clusters":[{"id":"c-1","name":"dev-anna","state":"running","rule":"dev","action":"none","reason":"inWindow","message":"","done":"nothing","error":null,"next":null},
                     {"id":"c-2","name":"dev-björn","state":"running","rule":"dev","action":"none","reason":"inWindow","message":"","done":"nothing","error":null,"next":null}],
         "notices":[],"incidents":[]}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("completion-").FullName;
    private readonly Dictionary<string, string> environment = new() { ["HOPSWORKS_FUNCTIONS_KEY"] = "k-kEyMaRkEr" };

    public CompletionTests()
    {
        // A shell finds the command on its path, like any tool.
        var hops = Path.Combine(folder, "hops");
        File.WriteAllText(hops, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "hops.dll")}' \"$@\"\n");
        File.SetUnixFileMode(hops, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.Copy(Repository.PathTo("policies.sample.json"), Path.Combine(folder, "policies.json"));
        File.WriteAllText(Path.Combine(folder, "calendars.json"), """{ "calendars": { "se": [], "us": [], } } // unfinished""");
        environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    [Theory]
    [InlineData("hops cl", "clusters")]
    [InlineData("hops notify ", "test")]
    [InlineData("hops runs --li", "--limit")]
    [InlineData("hops completion ", "bash fish pwsh zsh")]
    [InlineData("hops hold x --state ", "asIs down up")]
    [InlineData("hops schedule --policies policies.json --name off", "office")]
    [InlineData("hops clusters --rule prod", "production")]
    [InlineData("hops calendar --policies calendars.json s", "se")]
    [InlineData("hops validate ", "")]
    public async Task Bash_completes_commands_options_values_and_names_of_the_policy_file(string line, string expected) =>
        Assert.Equal(expected, await BashAsync(line));

    [Fact]
    public async Task Bash_completes_the_clusters_and_rules_of_an_app()
    {
        await using var app = await StandIn.AnsweringAsync(200, Fleet);

        Assert.Equal("dev-anna dev-björn", await BashAsync($"hops stop --url {app.Address} dev-"));
        Assert.Equal("c-1 c-2", await BashAsync($"hops actions --url {app.Address} --cluster "));
        environment["HOPSWORKS_FUNCTIONS_URL"] = $"{app.Address}";
        Assert.Equal("dev-anna", await BashAsync("hops hold dev-a"));
        Assert.Equal("night\\ shift", await BashAsync("hops clusters --rule n"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9")]
    [InlineData("nonsense")]
    public async Task Bash_completes_nothing_without_a_word_where_there_is_no_app(string url) =>
        Assert.Equal("", await BashAsync($"hops stop --url {url} dev"));

    /// <summary>The shells on this machine, each with the option that makes it only check a script.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> Shells => new (string Name, string Check)[]
    {
        ("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute"),
    }.Where(shell => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(path => File.Exists(Path.Combine(path, shell.Name))))
        .Select(shell => new TheoryDataRow<string, string>(shell.Name, shell.Check));

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Each_script_is_one_that_its_shell_reads(string shell, string check)
    {
        var file = Path.Combine(folder, "script");
        var (_, script, _) = await CommandLine.RunAsync("", "completion", shell);
        await File.WriteAllTextAsync(file, script, TestContext.Current.CancellationToken);

        Assert.Equal("", await RunAsync(shell, [check, file]));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _hops hops\n")]
    [InlineData("zsh", "compdef _hops hops\n")]
    [InlineData("fish", "complete -c hops ")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName hops ")]
    public async Task Each_shell_has_a_script(string shell, string registration) => Assert.Contains(
        registration, (await CommandLine.RunAsync("", "completion", shell)).Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Returns what bash offers after a line, in order.</summary>
    private async Task<string> BashAsync(string line)
    {
        var offered = await RunAsync("bash", ["--norc", "-c", """
            source <(hops completion bash)
            COMP_LINE=$1 COMP_POINT=${#1}
            _hops
            printf '%s\n' "${COMPREPLY[@]}"
            """, "bash", line]);
        return string.Join(' ', offered.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    private async Task<string> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var shell = Process.Start(start)!;
        var errors = shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output + await errors;
    }
}
