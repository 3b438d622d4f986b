using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Cli.Output;

namespace HopsworksFunctions.Tests.Deployed;

public sealed class DeployedAppTests
{
    private const string Key = "function-kEyMaRkEr";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shows_the_key_in_a_header_and_sends_what_is_set()
    {
        await using var standIn = await StandIn.AnsweringAsync(200, """{"rule":"dev"}""");
        using var app = new DeployedApp(new(new(standIn.Address, "/api/"), Key));

        var answer = await app.SendAsync(
            HttpMethod.Put, "clusters/c-1/hold", new { State = ConsoleColor.DarkRed, Until = "2h", Reason = (string?)null }, Stop);

        Assert.Equal("dev", answer.GetProperty("rule").GetString());
        Assert.Equal(("PUT /api/clusters/c-1/hold", Key, """{"state":"darkRed","until":"2h"}"""), Assert.Single(standIn.Asked));
    }

    [Theory]
    [InlineData(409, """{"title":"It is protected","detail":"Rule 'production' protects it."}""", "Rule 'production' protects it.")]
    [InlineData(400, """{"title":"Invalid query parameter"}""", "Invalid query parameter")]
    [InlineData(401, "", "*rejected the function key. Set --key-file or HOPSWORKS_FUNCTIONS_KEY.")]
    [InlineData(404, "", "*has no such function. *")]
    [InlineData(502, "<html>", "*returned 502 Bad Gateway.")]
    [InlineData(200, "<html>", "*returned text/html, not JSON. *")]
    public async Task A_refusal_is_told_in_the_apps_own_words_or_in_clear_ones(int status, string body, string message)
    {
        await using var standIn = await StandIn.AnsweringAsync(
            status, body, body.StartsWith('<') ? "text/html" : "application/problem+json");
        using var app = new DeployedApp(new(new(standIn.Address, "/api/"), Key));

        var refusal = await Assert.ThrowsAnyAsync<CliException>(() => app.GetAsync("clusters", Stop));

        Assert.Matches(
            $"^{System.Text.RegularExpressions.Regex.Escape(message).Replace("\\*", ".*", StringComparison.Ordinal)}$", refusal.Message);
        Assert.DoesNotContain("kEyMaRkEr", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_is_not_there_is_said_so()
    {
        Uri gone;
        await using (var standIn = await StandIn.AnsweringAsync(200, ""))
            gone = standIn.Address;
        using var app = new DeployedApp(new(new(gone, "/api/"), Key));

        var refusal = await Assert.ThrowsAsync<CliException>(() => app.GetAsync("clusters", Stop));

        Assert.Equal(ExitCodes.OutOfReach, refusal.ExitCode);
        Assert.StartsWith($"Cannot reach {gone}api/: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Is 'hops run' running?", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_does_not_answer_in_time_is_out_of_reach_and_may_still_do_it()
    {
        var never = new TaskCompletionSource<string>();
        await using var standIn = await StandIn.AnsweringAsync(200, _ => never.Task.GetAwaiter().GetResult());
        using var app = new DeployedApp(new(new(standIn.Address, "/api/"), Key), TimeSpan.FromMilliseconds(50));

        var refusal = await Assert.ThrowsAsync<CliException>(() => app.GetAsync("clusters", Stop));
        never.SetResult("");

        Assert.Equal(ExitCodes.OutOfReach, refusal.ExitCode);
        Assert.EndsWith("It may still finish the request: check 'hops actions'.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "bad-query", "", ExitCodes.Usage)]
    [InlineData(409, "protected", "", ExitCodes.Failed)]
    [InlineData(503, "hopsworks-unavailable", "", ExitCodes.OutOfReach)]
    [InlineData(503, "run-failed", """, "report": { "failure": "noAnswer" }""", ExitCodes.OutOfReach)]
    [InlineData(503, "run-failed", """, "report": { "failure": "keyRefused" }""", ExitCodes.Failed)]
    [InlineData(503, "run-failed", """, "report": {}""", ExitCodes.Failed)]
    public async Task What_the_app_says_decides_the_exit_code(int status, string type, string more, int exitCode)
    {
        await using var standIn = await StandIn.AnsweringAsync(
            status, $$"""{ "type": "urn:hopsworks-functions:problem:{{type}}", "title": "t", "detail": "d"{{more}} }""");
        using var app = new DeployedApp(new(new(standIn.Address, "/api/"), Key));

        var refusal = await Assert.ThrowsAsync<RefusalException>(() => app.GetAsync("clusters", Stop));

        Assert.Equal((exitCode, "d"), (refusal.ExitCode, refusal.Message));
    }
}
