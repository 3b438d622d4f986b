using System.CommandLine;
using System.Text;
using HopsworksFunctions.Cli.Commands;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Cli.Output;
using HopsworksFunctions.Cli.Simulation;

namespace HopsworksFunctions.Tests.Deployed;

/// <summary>What <c>backtest</c> and <c>history --scenario</c> do with an app's answers, and how they refuse.</summary>
public sealed class BacktestCommandTests : IDisposable
{
    private const string Policies = """
        { "timeZone": "UTC", "schedules": { "s": { "up": ["daily 06:00-18:00"] } },
          "rules": [{ "name": "all", "match": {}, "schedule": "s" }] }
        """;

    private static readonly string Answer = $$"""
        {"from":"2026-06-02T00:00:00Z","to":"2026-06-03T00:00:00Z","tickSeconds":300,"startSeconds":null,"stopSeconds":null,
         "policies":[{"at":"2026-06-01T00:00:00Z","version":"1","text":{{System.Text.Json.JsonSerializer.Serialize(Policies)}}}],"gaps":[],
         "clusters":[{"id":"c-1","name":"dev","activity":"0q","holds":[],"failures":[],
           "facts":[{"at":"2026-06-01T00:00:00Z","facts":{"name":"dev","createdOn":null,"tags":{},"workers":[],
             "nodes":{"cloud":"azure","region":null,"headIsHighlyAvailable":false,"groups":[],"autoscaled":null} } }],
           "power":[{"at":"2026-06-01T00:00:00Z","state":"up","cause":null,"by":null,"forHold":false}]}]}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("backtest-").FullName;

    private string File => Path.Combine(folder, "new.json");

    [Fact]
    public async Task A_backtest_prints_a_table_JSON_or_Markdown()
    {
        System.IO.File.WriteAllText(File, Policies);

        var (exitCode, text) = await RunAsync(Answer, $"backtest --policies {File} --from 2026-06-02 --to 2026-06-03");
        var (_, json) = await RunAsync(Answer, $"backtest --policies {File} --json");
        var (_, markdown) = await RunAsync(Answer, $"backtest --policies {File} --markdown");

        Assert.Equal(0, exitCode);
        Assert.Contains("No cluster would be stopped while busy.", text);
        Assert.Contains("\"busyStops\":0", json);
        Assert.Contains("| Total | - | 24.0 |", markdown);
    }

    [Fact]
    public async Task A_scenario_of_the_history_can_be_played()
    {
        var (exitCode, text) = await RunAsync(Answer, "history --scenario");
        var (scenario, problems) = ScenarioFile.Parse(Encoding.UTF8.GetBytes(text), folder);

        Assert.Equal(0, exitCode);
        Assert.Empty(problems);
        Assert.Equal("dev", Assert.Single(scenario!.Clusters).Name);
    }

    [Fact]
    public async Task Advised_windows_are_played_and_the_file_stays_as_it_is()
    {
        System.IO.File.WriteAllText(File, $"// A comment.\n{Policies}");

        var (_, text) = await RunAsync(
            Answering("\"s\"", """{"up":["daily 06:00-16:00"]}"""), $"backtest --policies {File} --against {File} --advised all");

        Assert.Contains("new.json with the windows advised for 'all'", text.Replace('\n', ' '));
        Assert.Contains("Up: -2.0 h", text);
        Assert.Equal($"// A comment.\n{Policies}", System.IO.File.ReadAllText(File));
    }

    [Theory]
    [InlineData("\"s\"", "null", "There are no windows for rule 'all'. See why: hops advise --rule all.")]
    [InlineData("\"other\"", """{"up":["daily 06:00-16:00"]}""", "has no schedule 'other', which rule 'all' has")]
    [InlineData("null", """{"up":["daily 06:00-16:00"]}""", "Rule 'all' has no schedule that the windows could be put in.")]
    public async Task Advice_that_cannot_be_pasted_says_why(string schedule, string windows, string error)
    {
        System.IO.File.WriteAllText(File, Policies);

        var refused = await Assert.ThrowsAsync<CliException>(
            () => RunAsync(Answering(schedule, windows), $"backtest --policies {File} --advised all"));

        Assert.Contains(error, refused.Message);
    }

    [Theory]
    [InlineData("backtest --json --markdown", "Use either --json or --markdown.")]
    [InlineData("history", "Name a CLUSTER, or print all that happened with --scenario.")]
    [InlineData("history dev --policies x.json", "--policies requires --scenario.")]
    public async Task Options_that_make_no_sense_together_are_refused(string line, string error) =>
        Assert.Contains(error, (await RunAsync(Answer, line)).Text);

    [Theory]
    [InlineData("history --scenario", "No cluster was observed.")]
    [InlineData("history other --scenario", "other was not observed.")]
    [InlineData("backtest", "No cluster was observed in this period.")]
    public async Task Without_a_history_there_is_a_sentence(string line, string error)
    {
        var nothing = Answer[..Answer.IndexOf("\"clusters\":[", StringComparison.Ordinal)] + "\"clusters\":[]}";
        var refused = await Assert.ThrowsAsync<CliException>(() => RunAsync(nothing, line));

        Assert.Contains(error, refused.Message);
        Assert.Contains("\"observe\": true", refused.Message);
    }

    [Fact]
    public async Task Policies_whose_text_is_not_known_are_asked_for()
    {
        var unknown = Answer.Replace(System.Text.Json.JsonSerializer.Serialize(Policies), "null", StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<CliException>(() => RunAsync(unknown, "history --scenario"));

        Assert.Contains("--policies FILE", refused.Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Func<string, string> Answering(string schedule, string windows) =>
        request => !request.Contains("/advice?rule=all", StringComparison.Ordinal) ? Answer : $$"""
            {"from":"2026-06-02T00:00:00Z","to":"2026-06-03T00:00:00Z","share":0.95,"clusters":[],"doubts":[],
             "rules":[{"name":"all","scheduleName":{{schedule}},"clusters":[],"verdict":"needs","schedule":{{windows}}}]}
            """;

    private static Task<(int ExitCode, string Text)> RunAsync(string answer, string line) => RunAsync(_ => answer, line);

    private static async Task<(int ExitCode, string Text)> RunAsync(Func<string, string> answer, string line)
    {
        await using var app = await StandIn.AnsweringAsync(200, answer);
        DeployedApp Connect(AppChoice _) => new(new(new(app.Address, "/api/"), "key"));
        var output = new StringWriter();
        var root = new RootCommand { HistoryCommand.Create(Connect), BacktestCommand.Create(Connect) };
        var exitCode = await root.Parse(line).InvokeAsync(
            new() { Output = output, Error = output, EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString());
    }
}
