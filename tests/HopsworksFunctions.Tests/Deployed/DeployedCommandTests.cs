using System.CommandLine;
using HopsworksFunctions.Cli.Commands;
using HopsworksFunctions.Cli.Deployed;

namespace HopsworksFunctions.Tests.Deployed;

/// <summary>What the commands ask of an app, and what they make of its answers.</summary>
public sealed class DeployedCommandTests
{
    private const string Hold = """{"id":"c-1","name":"dev-anna","hold":{"state":"up","since":"2026-06-01T08:00:00Z","until":"2026-06-01T10:00:00Z","by":"anna","reason":null},"changed":true,"dryRun":false,"pending":null}""";

    private const string Fleet = """
        {"id":"r","account":"default","trigger":"HTTP","startedAt":"2026-06-01T08:00:00Z","finishedAt":"2026-06-01T08:00:01Z","outcome":"ok","error":null,"lookOnly":true,"policies":"1",
         "clusters":[{"id":"c-1","name":"dev-[anna]","state":"running","rule":"dev","action":"none","reason":"inWindow","message":"up: inside 'office'","done":"nothing","error":null,
                      "next":{"at":"2026-06-01T17:00:00Z","to":"down"},"hold":{"state":"up","since":"2026-06-01T08:00:00Z","until":"2026-06-01T10:00:00Z","by":"anna","reason":null}}],
         "notices":[],"incidents":[{"kind":"limit","clusterId":null,"since":"2026-06-01T07:00:00Z","message":"too many stops are due"}]}
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
        Assert.Equal("dev-anna is held up until 2026-06-01 10:00Z by anna.", output.Trim());
    }

    [Fact]
    public async Task Asks_for_a_hold_without_an_end()
    {
        var (exitCode, output, asked) = await RunAsync("hold dev-anna --state down --until released --by anna",
            """{"id":"c-1","name":"dev-anna","hold":{"state":"down","since":"2026-06-01T08:00:00Z","until":null,"by":"anna","reason":null},"changed":true,"dryRun":false,"pending":null}""");

        Assert.Equal((0, """{"state":"down","until":"released","by":"anna"}"""), (exitCode, asked.Body));
        Assert.Equal("dev-anna is held down until released, by anna.", output.Trim());
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
    public async Task Shows_the_fleet()
    {
        var (_, output, asked) = await RunAsync("clusters", Fleet);

        Assert.Equal("GET /api/clusters", asked.Request);
        Assert.Matches(@"dev-\[anna\] +running +dev +stop 2026-06-01 17:00 +2026-06-01 10:00 by anna +up: inside 'office'", output);
        Assert.Contains("Open since 2026-06-01 07:00Z: too many stops are due", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_the_audit_and_where_it_goes_on()
    {
        var (_, output, asked) = await RunAsync("actions --cluster c-1 --from 2026-06-01 --limit 5 --after 250-7f", Audit);

        Assert.Equal("GET /api/actions?cluster=c-1&from=2026-06-01&limit=5&after=250-7f", asked.Request);
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
            completion, Root(() => throw new InvalidOperationException()).Parse(line).GetCompletions(line.Length).Select(c => c.Label));

    private static RootCommand Root(Func<DeployedApp> connect) => new()
    {
        ClustersCommand.Create(connect), HoldCommands.Hold(connect), HoldCommands.Release(connect), PowerCommands.Start(connect),
            PowerCommands.Stop(connect),
        HistoryCommands.Actions(connect), HistoryCommands.Runs(connect),
    };

    private static async Task<(int ExitCode, string Output, (string Request, string Key, string Body) Asked)> RunAsync(
        string line, string answer)
    {
        await using var standIn = await StandIn.AnsweringAsync(200, answer);
        var output = new StringWriter();
        var exitCode = await Root(() => new(new(new(standIn.Address, "/api/"), "function-kEyMaRkEr"))).Parse(line)
            .InvokeAsync(
                new() { Output = output, Error = output, EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), standIn.Asked.Single());
    }
}
