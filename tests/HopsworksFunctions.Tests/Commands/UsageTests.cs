namespace HopsworksFunctions.Tests.Commands;

/// <summary>A wrong command line: one line for each mistake on standard error, exit code 2, and no request to an app.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("stopp", "Unknown command 'stopp'. Did you mean 'stop'?", "hops --help")]
    [InlineData("notify tset", "Unknown command 'tset'. Did you mean 'test'?", "hops notify --help")]
    [InlineData("runs --limt 5", "Unknown option '--limt'. Did you mean '--limit'?", "hops runs --help")]
    [InlineData("clusters --key abc-kEyMaRkEr", "Unknown option '--key'. Did you mean '--key-file'?", "hops clusters --help")]
    [InlineData("clusters --key=abc-kEyMaRkEr", "Unknown option '--key'. Did you mean '--key-file'?", "hops clusters --help")]
    [InlineData("validate --jsn", "Unknown option '--jsn'. Did you mean '--json'?", "hops validate --help")]
    [InlineData("stop --ur http://x dev-anna", "Unknown option '--ur'. Did you mean '--url'?", "hops stop --help")]
    [InlineData("plan now", "Unexpected argument 'now'.", "hops plan --help")]
    [InlineData("runs --limit x", "--limit must be a whole number from 1 to 100, not 'x'.", "hops runs --help")]
    [InlineData("runs --limit 0", "--limit must be a whole number from 1 to 100, not '0'.", "hops runs --help")]
    [InlineData("run --port 99999", "--port must be a whole number from 0 to 65535, not '99999'.", "hops run --help")]
    [InlineData(
        "schedule --policies p --name n --next -1", "--next must be a whole number from 0 to 10000, not '-1'.", "hops schedule --help")]
    [InlineData("schedule --policies p --name n --at now", "'now' is not a time. Write 2026-03-29T01:00:00Z.", "hops schedule --help")]
    [InlineData(
        "actions --from yesterday",
        "--from must be a date such as 2026-06-01, or a time such as 2026-06-01T20:00:00Z, not 'yesterday'.", "hops actions --help")]
    [InlineData(
        "report --to 2026-02-30",
        "--to must be a date such as 2026-06-01, or a time such as 2026-06-01T20:00:00Z, not '2026-02-30'.", "hops report --help")]
    [InlineData("report --json --csv", "Use either --json or --csv.", "hops report --help")]
    [InlineData("clusters --within soon", "--within must be a duration such as 30m, 8h or 1d, not 'soon'.", "hops clusters --help")]
    [InlineData("clusters --next up", "--next must be start or stop, not 'up'.", "hops clusters --help")]
    [InlineData("hold a --until 2h --state sideways", "--state must be up, down or asIs, not 'sideways'.", "hops hold --help")]
    [InlineData("hold a", "Option '--until' is required.", "hops hold --help")]
    [InlineData("completion ksh", "Unknown shell 'ksh'. Did you mean 'zsh'? Shells: bash, zsh, fish, pwsh.", "hops completion --help")]
    public async Task Is_one_line_that_says_what_would_be_right(string line, string problem, string help)
    {
        var (exitCode, output, errors) = await CommandLine.RunAsync("", line.Split(' '));

        Assert.Equal((2, "", $"{problem}\nTry '{help}'.\n"), (exitCode, output, errors));
    }

    [Theory]
    [InlineData("", "Commands:\n  init ")]
    [InlineData("notify", "Commands:\n  test ")]
    public async Task A_command_that_only_groups_others_shows_them(string line, string commands)
    {
        var (exitCode, output, errors) = await CommandLine.RunAsync("", line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(commands, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9", 4)]
    [InlineData("http://app.example", 2)]
    [InlineData("app", 2)]
    public async Task An_app_that_cannot_be_asked_is_one_line(string url, int expected)
    {
        var environment = new Dictionary<string, string> { ["HOPSWORKS_FUNCTIONS_KEY"] = "k-kEyMaRkEr" };

        var (exitCode, output, errors) = await CommandLine.RunInAsync(Path.GetTempPath(), environment, "clusters", "--url", url);

        Assert.Equal((expected, ""), (exitCode, output));
        Assert.Contains(url, Assert.Single(errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }
}
