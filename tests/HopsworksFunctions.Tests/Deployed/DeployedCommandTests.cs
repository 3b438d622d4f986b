using System.CommandLine;
using HopsworksFunctions.Cli.Commands;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Cli.Output;

namespace HopsworksFunctions.Tests.Deployed;

/// <summary>The requests that commands send to an app, and what they do with its answers.</summary>
public sealed class DeployedCommandTests
{
    private const string Hold = """{"id":"c-1","name":"dev-anna","hold":{"state":"up","since":"2026-06-01T08:00:00Z","until":"2026-06-01T10:00:00Z","by":"anna","reason":null},"changed":true,"dryRun":false,"pending":null,"replaced":null}""";

    private const string Fleet = """
        {"id":"r","account":"default","trigger":"HTTP","startedAt":"2026-06-01T08:00:00Z","finishedAt":"2026-06-01T08:00:01Z","outcome":"ok","error":null,"lookOnly":true,"policies":"1",
         "clusters":[{"id":"c-1","name":"dev-[anna]","state":"running","rule":"dev","action":"none","reason":"inWindow","message":"up: inside 'office'","done":"nothing","error":null,
                      "next":{"at":"2026-06-01T17:00:00Z","to":"down"},"hold":{"state":"up","since":"2026-06-01T08:00:00Z","until":"2026-06-01T10:00:00Z","by":"anna","reason":null}}],
         "notices":[],"incidents":[{"kind":"limit","clusterId":null,"since":"2026-06-01T07:00:00Z","message":"too many stops are due"}]}
        """;

    private const string Four = """
        {"id":"r","account":"default","trigger":"HTTP","startedAt":"2026-06-01T08:00:00Z","finishedAt":"2026-06-01T08:00:01Z","outcome":"ok","error":null,"lookOnly":true,"policies":"1","rules":["dev","prod"],
         "clusters":[{"id":"c-1","name":"dev-a","state":"running","rule":"dev","action":"none","reason":"inWindow","message":"m","done":"nothing","error":null,"next":{"at":"2026-06-01T17:00:00Z","to":"down"}},
                     {"id":"c-2","name":"dev-b","state":"stopped","rule":"dev","action":"none","reason":"held","message":"m","done":"nothing","error":null,"next":{"at":"2026-06-02T05:00:00Z","to":"up"},
                      "hold":{"state":"down","since":"2026-06-01T08:00:00Z","until":null,"by":"anna","reason":null}},
                     {"id":"c-3","name":"prod-c","state":"starting-hopsworks","rule":"prod","action":"none","reason":"protected","message":"m","done":"nothing","error":null,"next":null},
                     {"id":"c-4","name":"free-d","state":"error","rule":null,"action":"none","reason":"noRule","message":"m","done":"nothing","error":null,"next":null}],
         "notices":[],"incidents":[{"kind":"limit","clusterId":null,"since":"2026-06-01T07:00:00Z","message":"account"},{"kind":"probe","clusterId":"c-1","since":"2026-06-01T07:00:00Z","message":"a"}]}
        """;

    private const string Audit = """
        {"actions":[{"at":"2026-06-01T08:00:00.1234567Z","runId":"r","trigger":"timer","kind":"stop","message":"Stopping: outside schedule 'office'","clusterName":"dev-anna","step":"failed","answer":"rejected with code 400"}],"after":"251-7f","damaged":[]}
        """;

    [Theory]
    [InlineData("hold dev-anna --until 2h --by anna", "PUT /api/clusters/dev-anna/hold", """{"state":"up","until":"2h","by":"anna"}""")]
    [InlineData("hold c/1 --until nextStop --state asIs --reason demo --by anna --dry-run", "PUT /api/clusters/c%2F1/hold?dryRun=true", """{"state":"asIs","until":"nextStop","by":"anna","reason":"demo"}""")]
    [InlineData("release dev-anna --by anna", "DELETE /api/clusters/dev-anna/hold", """{"by":"anna"}""")]
    public async Task Asks_for_holds(string line, string request, string body)
    {
        var (exitCode, output, asked) = await RunAsync(line, Hold);

        Assert.Equal((0, request, body), (exitCode, asked.Request, asked.Body));
        Assert.Equal("dev-anna is kept running until 2026-06-01 10:00 UTC by anna.", output.Trim());
    }

    [Fact]
    public async Task Asks_for_a_hold_without_an_end()
    {
        var (exitCode, output, asked) = await RunAsync("hold dev-anna --state down --until released --by anna",
            """{"id":"c-1","name":"dev-anna","hold":{"state":"down","since":"2026-06-01T08:00:00Z","until":null,"by":"anna","reason":null},"changed":true,"dryRun":false,"pending":null,"replaced":null}""");

        Assert.Equal((0, """{"state":"down","until":"released","by":"anna"}"""), (exitCode, asked.Body));
        Assert.Equal(
            "dev-anna is kept stopped until released, by anna.\nA running cluster stops at the next run, without a warning.",
            output.Trim());
    }

    [Theory]
    [InlineData("stop dev-anna --by anna --reason night", "POST /api/clusters/dev-anna/stop", """{"by":"anna","reason":"night"}""")]
    [InlineData("start dev-anna --by anna --dry-run", "POST /api/clusters/dev-anna/start?dryRun=true", """{"by":"anna"}""")]
    public async Task Asks_for_starts_and_stops(string line, string request, string body)
    {
        var (exitCode, output, asked) = await RunAsync(line, """{"id":"c-1","name":"dev-anna","action":"stop","done":"accepted","message":"stopping: asked for by anna","error":null}""");

        Assert.Equal((0, request, body, "dev-anna: stopping: asked for by anna"), (exitCode, asked.Request, asked.Body, output.Trim()));
    }

    [Fact]
    public async Task Says_in_json_that_something_changed_and_of_a_dry_run_that_nothing_was_sent()
    {
        const string Answer = """{"id":"c-1","name":"dev-anna","action":"stop","done":"dryRun","message":"stopping","error":null}""";

        var json = (await RunAsync("stop dev-anna --dry-run --json", Answer)).Output.Trim();
        var text = (await RunAsync("stop dev-anna --dry-run", Answer)).Output.Trim();

        Assert.Equal((Answer[..^1] + ",\"changed\":true}", "dev-anna: stopping. Dry run: nothing is sent"), (json, text));
    }

    [Fact]
    public async Task Shows_the_fleet()
    {
        var (_, output, asked) = await RunAsync("clusters", Fleet);

        Assert.Equal("GET /api/clusters", asked.Request);
        Assert.Matches(@"dev-\[anna\] +running +dev +stop 2026-06-01 17:00 +2026-06-01 10:00 by anna +up: inside 'office'", output);
        Assert.Contains("Open since 2026-06-01 07:00 UTC: too many stops are due", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_the_audit_and_where_it_goes_on()
    {
        var (_, output, asked) = await RunAsync("actions --cluster c-1 --from 2026-06-01 --limit 5 --after 250-7f", Audit);

        Assert.Equal("GET /api/actions?cluster=c-1&from=2026-06-01T00%3A00%3A00Z&limit=5&after=250-7f", asked.Request);
        Assert.Matches("2026-06-01 08:00 +dev-anna +stop +failed: rejected with code 400 +Stopping: outside schedule 'office'", output);
        Assert.Contains("--after 251-7f", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_the_last_runs_and_where_they_go_on()
    {
        var (_, output, asked) = await RunAsync("runs --after 639-a", """{"after":"638-r","next":"/api/runs?after=638-r","runs":[{"id":"r","trigger":"timer","startedAt":"2026-06-01T08:00:00Z","finishedAt":"2026-06-01T08:00:01Z","outcome":"partial","error":null,"policies":"1","counts":{"clusters":16,"stops":5,"starts":4,"failures":1}}]}""");

        Assert.Equal("GET /api/runs?limit=20&after=639-a", asked.Request);
        Assert.Matches("2026-06-01 08:00 +timer +partial +16 +5 +4 +1", output);
        Assert.Contains("--after 638-r", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hold a --until 2h", "false", "", "is kept running", "The new hold replaces the one björn set until {0}.")]
    [InlineData("hold a --until 2h --dry-run", "true", "", "would be kept", "The new hold would replace the one björn set until {0}.")]
    [InlineData("release a", "false", "null", "", "Released the hold on dev-anna that björn set until {0}.")]
    [InlineData("release a --dry-run", "true", "null", "", "Would release the hold on dev-anna that björn set until {0}.")]
    public async Task Says_which_hold_another_replaces(string line, string dryRun, string hold, string now, string before)
    {
        const string Earlier = """{"state":"up","since":"2026-06-01T06:00:00Z","until":"2026-06-02T06:00:00Z","by":"björn","reason":null}""";
        const string Later = """{"state":"up","since":"2026-06-01T08:00:00Z","until":"2026-06-01T10:00:00Z","by":"anna","reason":null}""";

        var (_, output, _) = await RunAsync(line, $$"""
            {"id":"c-1","name":"dev-anna","hold":{{(hold == "" ? Later : hold)}},"changed":true,"dryRun":{{dryRun}},"pending":null,"replaced":{{Earlier}}}
            """);

        var lines = output.TrimEnd().Split('\n');
        Assert.Contains(now, lines[0], StringComparison.Ordinal);
        Assert.Equal(before.Replace("{0}", "2026-06-02 06:00 UTC", StringComparison.Ordinal), lines[^1]);
    }

    [Theory]
    [InlineData("true", "", 0)]
    [InlineData("true", "--detailed-exit-code", 0)]
    [InlineData("false", "", 0)]
    [InlineData("false", "--detailed-exit-code", 3)]
    public async Task What_is_so_already_is_done_unless_the_exit_code_is_to_tell(string changed, string option, int exitCode)
    {
        var answer = Hold.Replace("\"changed\":true", $"\"changed\":{changed}", StringComparison.Ordinal);

        Assert.Equal(exitCode, (await RunAsync($"hold dev-anna --until 2h {option}", answer)).ExitCode);
    }

    [Theory]
    [InlineData("start dev-anna", 0)]
    [InlineData("start dev-anna --detailed-exit-code", 3)]
    [InlineData("start dev-anna --json --detailed-exit-code", 3)]
    public async Task A_cluster_that_runs_already_needs_no_start(string line, int exitCode)
    {
        var (code, output, _) = await RunAsync(
            line, """{"type":"urn:hopsworks-functions:problem:already-there","title":"t","detail":"dev-anna is already running."}""", 409);

        Assert.Equal(exitCode, code);
        Assert.Equal(
            line.Contains("json", StringComparison.Ordinal)
                ? """{"cluster":"dev-anna","action":"start","done":"nothing","message":"dev-anna is already running.","changed":false}"""
                : "dev-anna is already running.",
            output.Trim());
    }

    [Theory]
    [InlineData("clusters dev-*", "a b")]
    [InlineData("clusters c-3 dev-b*", "b c")]
    [InlineData("clusters DEV-*", "")]
    [InlineData("clusters --rule dev", "a b")]
    [InlineData("clusters --rule -", "d")]
    [InlineData("clusters --rule prod --rule -", "c d")]
    [InlineData("clusters --state stopped", "b")]
    [InlineData("clusters --state start* --state error", "c d")]
    [InlineData("clusters --next stop", "a")]
    [InlineData("clusters --next start", "b")]
    [InlineData("clusters --within 9h", "a")]
    [InlineData("clusters --held", "b")]
    [InlineData("clusters dev-* --state running --next stop", "a")]
    public async Task Shows_the_clusters_that_are_asked_for(string line, string expected)
    {
        var (exitCode, output, _) = await RunAsync($"{line} --json", Four);

        var answer = System.Text.Json.JsonDocument.Parse(output).RootElement;
        Assert.Equal(0, exitCode);
        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            answer.GetProperty("clusters").EnumerateArray().Select(c => c.GetProperty("name").GetString()![^1..]));
        Assert.Equal(
            expected.Contains('a', StringComparison.Ordinal) ? 2 : 1, answer.GetProperty("incidents").GetArrayLength());
    }

    [Fact]
    public async Task Names_the_rule_that_was_meant()
    {
        var refusal = await Assert.ThrowsAsync<CliException>(() => RunAsync("clusters --rule dve", Four));

        Assert.Equal((ExitCodes.Usage, "Unknown rule 'dve'. Did you mean 'dev'?"), (refusal.ExitCode, refusal.Message));
    }

    [Theory]
    [InlineData("clusters --json", Fleet)]
    [InlineData("hold dev-anna --until 2h --json", Hold)]
    [InlineData("actions --json", Audit)]
    public async Task Prints_the_answer_for_programs_as_it_is(string line, string answer) =>
        Assert.Equal(answer.Trim(), (await RunAsync(line, answer)).Output.Trim());

    [Fact]
    public async Task Refuses_a_state_that_is_none_before_it_asks() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync("hold dev-anna --until 2h --state sideways", Hold));

    [Theory]
    [InlineData("hold dev-anna --state ", "asIs")]
    [InlineData("hold dev-anna --until ", "nextStart")]
    [InlineData("cl", "clusters")]
    public void Completes_commands_and_values(string line, string completion) =>
        Assert.Contains(
            completion, Root(_ => throw new InvalidOperationException()).Parse(line).GetCompletions(line.Length).Select(c => c.Label));

    private static RootCommand Root(Func<AppChoice, DeployedApp> connect) => new()
    {
        ClustersCommand.Create(connect), HoldCommands.Hold(connect), HoldCommands.Release(connect), PowerCommands.Start(connect),
            PowerCommands.Stop(connect),
        HistoryCommands.Actions(connect), HistoryCommands.Runs(connect),
    };

    private static async Task<(int ExitCode, string Output, (string Request, string Key, string Body) Asked)> RunAsync(
        string line, string answer, int status = 200)
    {
        await using var standIn = await StandIn.AnsweringAsync(status, answer);
        var output = new StringWriter();
        var exitCode = await Root(_ => new(new(new(standIn.Address, "/api/"), "function-kEyMaRkEr"))).Parse(line)
            .InvokeAsync(
                new() { Output = output, Error = output, EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), standIn.Asked.Single());
    }
}
