using HopsworksFunctions.Cli.LocalHost;

namespace HopsworksFunctions.Tests.LocalHost;

public sealed class TimerTests : LocalHostTests
{
    [Fact]
    public async Task Fires_when_due_with_the_body_of_the_functions_host()
    {
        var host = await App.WithTimer("Ok", "0 */5 * * * *").StartAsync();

        App.Time.Advance(TimeSpan.FromSeconds(150));

        var run = await RunAsync(host, "/Ok");
        Assert.Equal("POST", run.Method);
        Assert.Equal("application/json; charset=utf-8", run.Headers["Content-Type"]);
        Assert.Equal("chunked", run.Headers["Transfer-Encoding"]);
        Assert.True(Guid.TryParse(run.Headers["X-Azure-Functions-InvocationId"], out _));
        Assert.NotEmpty(run.Headers["X-Azure-Functions-HostVersion"]);
        Assert.Equal(
            """{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":"0001-01-01T00:00:00+00:00","Next":"2026-11-22T22:05:00+00:00","LastUpdated":"0001-01-01T00:00:00+00:00"},"IsPastDue":false}}""",
            run.Json["Data"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal(("Ok", "2026-11-22T22:05:00Z"), ((string?)run.Json["Metadata"]!["sys"]!["MethodName"], (string?)run.Json["Metadata"]!["sys"]!["UtcNow"]));
        Assert.Null(run.Json["Metadata"]!["timer"]);
    }

    [Fact]
    public async Task Tells_the_next_run_of_the_one_before()
    {
        var host = await App.WithTimer("Ok", "0 */5 * * * *").StartAsync();

        await host.InvokeTimerAsync("Ok", Cancel);
        await host.InvokeTimerAsync("Ok", Cancel);

        var last = (await FixtureApp.SeenAsync(ClientOf(host)))[^1].Json["Data"]!["timer"]!["ScheduleStatus"]!;
        Assert.Equal(("2026-11-22T22:02:30+00:00", "2026-11-22T22:05:00+00:00"), ((string?)last["Last"], (string?)last["Next"]));
    }

    [Theory]
    [InlineData("*/30 * * * * *", "")]
    [InlineData("0 */5 * * * *", ", \"useMonitor\": false")]
    public async Task Has_no_status_under_a_minute_or_without_monitor(string schedule, string more)
    {
        var host = await App.WithTimer("Frequent", schedule, more).StartAsync();

        await host.InvokeTimerAsync("Frequent", Cancel);

        var timer = (await RunAsync(host, "/Frequent")).Json["Data"]!["timer"]!.AsObject();
        Assert.True(timer.ContainsKey("ScheduleStatus"));
        Assert.Null(timer["ScheduleStatus"]);
    }

    [Fact]
    public async Task Runs_on_startup_where_the_trigger_says_so()
    {
        var host = await App.WithTimer("Ok", more: ", \"runOnStartup\": true").StartAsync();

        Assert.False((bool)(await RunAsync(host, "/Ok")).Json["Data"]!["timer"]!["IsPastDue"]!);
    }

    [Fact]
    public async Task Makes_up_a_run_that_was_missed_while_it_was_down()
    {
        App.StateDirectory = Path.Combine(App.Folder, "state");
        await (await App.WithTimer("Ok", "0 */5 * * * *").StartAsync()).DisposeAsync();
        App.Time.Advance(TimeSpan.FromMinutes(20));

        var host = await App.StartAsync();

        Assert.True((bool)(await RunAsync(host, "/Ok")).Json["Data"]!["timer"]!["IsPastDue"]!);
    }

    [Fact]
    public async Task Never_runs_a_timer_twice_at_once()
    {
        var host = await App.WithTimer("Slow", "0 * * * * *").StartAsync();
        using var client = ClientOf(host);
        App.Time.Advance(TimeSpan.FromSeconds(30));
        await RunAsync(host, "/Slow");

        App.Time.Advance(TimeSpan.FromMinutes(3));
        var due = host.InvokeTimerAsync("Slow", Cancel);

        Assert.Single(await FixtureApp.SeenAsync(client), seen => seen.Target == "/Slow");
        (await client.PostAsync("api/release", null, Cancel)).Dispose();
        await due;
        Assert.Equal(2, (await FixtureApp.SeenAsync(client)).Count(seen => seen.Target == "/Slow"));
    }

    [Theory]
    [InlineData("Empty", "no body")]
    [InlineData("Null", "'null'")]
    [InlineData("NoContent", "204")]
    [InlineData("Text", "text/plain")]
    [InlineData("Failing", "500")]
    public async Task Reports_an_answer_that_the_functions_host_would_not_take(string function, string why)
    {
        var host = await App.WithTimer(function).StartAsync();

        var e = await Assert.ThrowsAsync<InvocationFailedException>(() => host.InvokeTimerAsync(function, Cancel));

        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.Contains(App.Logs.GetSnapshot(), log => log.Message.StartsWith($"{function} failed: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shows_the_log_lines_of_an_answer()
    {
        var host = await App.WithTimer("Logging").StartAsync();

        await host.InvokeTimerAsync("Logging", Cancel);

        Assert.Equal(["Logging: first line", "Logging: second line"], App.Logs.GetSnapshot().Select(log => log.Message).Where(line => line.StartsWith("Logging: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Kills_and_restarts_the_app_when_a_run_outlives_functionTimeout()
    {
        var host = await App.WithTimer("Slow").StartAsync();
        var first = host.ChildProcessId;
        var run = host.InvokeTimerAsync("Slow", Cancel);
        await RunAsync(host, "/Slow");

        App.Time.Advance(TimeSpan.FromMinutes(5));

        var e = await Assert.ThrowsAsync<InvocationFailedException>(() => run);
        Assert.Contains("functionTimeout", e.Message, StringComparison.Ordinal);
        await Eventually.IsTrueAsync(() => host.ChildProcessId != first, "a new process");
        Assert.False(IsAlive(first));
        await FixtureApp.SeenAsync(ClientOf(host));
    }

    [Fact]
    public async Task Fails_what_is_in_flight_when_the_app_ends()
    {
        var host = await App.WithTimer("Slow").StartAsync();
        var run = host.InvokeTimerAsync("Slow", Cancel);
        await RunAsync(host, "/Slow");

        (await ClientOf(host).PostAsync("api/exit/3", null, Cancel)).Dispose();

        await Assert.ThrowsAsync<InvocationFailedException>(() => run);
    }

    private static async Task<Seen> RunAsync(LocalFunctionsHost host, string target)
    {
        using var client = ClientOf(host);
        await Eventually.IsTrueAsync(async () => (await FixtureApp.SeenAsync(client)).Any(seen => seen.Target == target), $"POST {target}");
        return (await FixtureApp.SeenAsync(client)).Last(seen => seen.Target == target);
    }
}
