using System.CommandLine;
using HopsworksFunctions.Cli.Commands;
using HopsworksFunctions.Cli.Deployed;

namespace HopsworksFunctions.Tests.Deployed;

public sealed class StateCommandsTests
{
    private const string Restored = """
        {"snapshot":"2026-06-01","takenAt":"2026-06-01T00:05:00Z","records":2,"left":0,"holds":["dev-anna"],"freezes":0,"incidents":1,
         "changed":true,"dryRun":false,"message":"Restored the state of 2026-06-01T00:05:00Z."}
        """;

    [Theory]
    [InlineData("restore --by anna", "POST /api/state/restore")]
    [InlineData("restore --by anna --snapshot 2026-06-01 --dry-run", "POST /api/state/restore?snapshot=2026-06-01&dryRun=true")]
    [InlineData("restore --by anna --snapshot none", "POST /api/state/restore?snapshot=none")]
    public async Task Asks_for_a_restore_as_an_owner(string line, string request)
    {
        var (exitCode, output, asked, choice) = await RunAsync(line, Restored);

        Assert.Equal((0, request, """{"by":"anna"}"""), (exitCode, asked.Request, asked.Body));
        Assert.Equal("Restored the state of 2026-06-01T00:05:00Z.", output.Trim());
        Assert.True(choice.AsOwner);
    }

    [Theory]
    [InlineData("""{"snapshots":[],"lost":null}""", "No snapshots yet. The first run of each UTC day takes one.")]
    [InlineData(
        """{"snapshots":[{"day":"2026-06-01","savedAt":"2026-06-01T00:05:00Z","bytes":12345}],"lost":null}""",
        "2026-06-01  2026-06-01 00:05       12345 bytes")]
    [InlineData(
        """{"snapshots":[],"lost":{"snapshot":"2026-06-01","since":"2026-06-01T06:05:00Z"}}""",
        "The state was found empty at 2026-06-01 06:05 UTC. Restore the snapshot of 2026-06-01 with 'hops state restore', or keep the "
        + "state as it is with 'hops state restore --snapshot none'.")]
    public async Task Lists_the_snapshots_and_says_what_to_do_after_a_loss(string answer, string expected)
    {
        var (exitCode, output, asked, choice) = await RunAsync("snapshots", answer);

        Assert.Equal((0, "GET /api/state/snapshots", false), (exitCode, asked.Request, choice.AsOwner));
        Assert.EndsWith(expected, output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_that_is_none_is_a_usage_error()
    {
        var parse = StateCommands.Create(_ => throw new InvalidOperationException()).Parse("restore --snapshot yesterday");

        Assert.Equal("--snapshot must be a day such as 2026-06-01, or none, not 'yesterday'.", Assert.Single(parse.Errors).Message);
    }

    private static async Task<(int ExitCode, string Output, (string Request, string Key, string Body) Asked, AppChoice Choice)> RunAsync(
        string line, string answer)
    {
        await using var standIn = await StandIn.AnsweringAsync(200, answer);
        var output = new StringWriter();
        var made = AppChoice.None;
        var command = StateCommands.Create(choice =>
        {
            made = choice;
            return new(new(new(standIn.Address, "/api/"), "function-kEyMaRkEr"));
        });
        var exitCode = await command.Parse(line).InvokeAsync(
            new() { Output = output, Error = output, EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), standIn.Asked.Single(), made);
    }
}
