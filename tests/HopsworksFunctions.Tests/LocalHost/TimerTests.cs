using HopsworksFunctions.Cli.LocalHost;

namespace HopsworksFunctions.Tests.LocalHost;

public sealed class TimerTests : LocalHostTests
{
    private const string EveryFiveMinutes = "0 */5 * * * *";

    [Fact]
    public async Task Fires_when_due()
    {
        await App.WithTimer("Ok", EveryFiveMinutes).StartAsync();

        App.Time.Advance(TimeSpan.FromSeconds(150));

        await App.HasDoneAsync("Ok {");
        Assert.Contains("\"Next\":\"2026-11-22T22:05:00", Ran("Ok"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_its_schedule_from_a_setting()
    {
        App.Settings["When"] = EveryFiveMinutes;

        var host = await App.WithTimer("Ok", "%When%").StartAsync();

        Assert.Equal(EveryFiveMinutes, Assert.Single(host.Timers).Schedule.Text);
    }

    [Fact]
    public async Task Tells_the_next_run_of_the_one_before()
    {
        var host = await App.WithTimer("Ok", EveryFiveMinutes).StartAsync();

        await host.InvokeTimerAsync("Ok", Cancel);
        await host.InvokeTimerAsync("Ok", Cancel);

        Assert.Matches("\"Last\":\"2026-11-22T22:02:30[^\"]*\",\"Next\":\"2026-11-22T22:05:00", Ran("Ok"));
    }

    [Theory]
    [InlineData("*/30 * * * * *", "")]
    [InlineData(EveryFiveMinutes, ", \"useMonitor\": false")]
    public async Task Has_no_status_under_a_minute_or_without_monitor(string schedule, string more)
    {
        var host = await App.WithTimer("Ok", schedule, more).StartAsync();

        await host.InvokeTimerAsync("Ok", Cancel);

        Assert.Contains("\"ScheduleStatus\":null", Ran("Ok"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_on_startup_where_the_trigger_says_so()
    {
        await App.WithTimer("Ok", more: ", \"runOnStartup\": true").StartAsync();

        await App.HasDoneAsync("Ok {");
        Assert.Contains("\"IsPastDue\":false", Ran("Ok"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Makes_up_a_run_that_was_missed_while_it_was_down()
    {
        App.StateDirectory = Path.Combine(App.Folder, "state");
        await (await App.WithTimer("Ok", EveryFiveMinutes).StartAsync()).DisposeAsync();
        App.Time.Advance(TimeSpan.FromMinutes(20));

        await App.StartAsync();

        await App.HasDoneAsync("Ok {");
        Assert.Contains("\"IsPastDue\":true", Ran("Ok"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_runs_a_timer_twice_at_once()
    {
        var host = await App.WithTimer("Slow", "0 * * * * *").StartAsync();
        using var client = ClientOf(host);
        App.Time.Advance(TimeSpan.FromSeconds(30));
        await App.HasDoneAsync("Slow begins");

        App.Time.Advance(TimeSpan.FromMinutes(3));
        var due = host.InvokeTimerAsync("Slow", Cancel);

        (await client.PostAsync("api/release", null, Cancel)).Dispose();
        await due;
        Assert.Equal(["Slow begins", "Slow ends", "Slow begins", "Slow ends"], App.Journal.Take(4));
    }

    [Theory]
    [InlineData("AzureWebJobs.Ok.Disabled", "true", true)]
    [InlineData("AzureWebJobs_Ok_Disabled", "True", true)]
    [InlineData("AzureWebJobs.Ok.Disabled", "1", true)]
    [InlineData("AzureWebJobs.Ok.Disabled", "false", false)]
    public async Task Is_switched_off_by_the_platforms_own_setting(string setting, string value, bool isOff)
    {
        App.Settings[setting] = value;

        var host = await App.WithTimer("Ok").StartAsync();

        Assert.Equal(isOff, host.Timers.Count == 0);
    }

    [Fact]
    public async Task A_function_that_throws_is_a_failed_run_with_its_reason()
    {
        var host = await App.WithTimer("Failing").StartAsync();

        var e = await Assert.ThrowsAsync<InvocationFailedException>(() => host.InvokeTimerAsync("Failing", Cancel));

        Assert.Equal("System.InvalidOperationException: It is called Failing.", e.Message);
        Assert.Contains(App.Logs.GetSnapshot(), log => log.Message == $"Failing failed: {e.Message}");
    }

    [Fact]
    public async Task Shows_each_line_of_the_log_once_and_in_one()
    {
        var host = await App.WithTimer("Ok").StartAsync();

        await host.InvokeTimerAsync("Ok", Cancel);
        // After this, all output has arrived by every route.
        await host.DisposeAsync();

        var lines = App.Output.ToString().Split('\n').Where(line => line.Contains("ran.", StringComparison.Ordinal));
        Assert.Equal("info  TimerFunctions: Ok ran.", Assert.Single(lines));
    }

    // The Functions host recognizes and forwards a function's line only by this ID.
    [Fact]
    public async Task Each_line_bears_the_id_of_its_invocation()
    {
        var host = await App.WithTimer("Ok").StartAsync();

        await host.InvokeTimerAsync("Ok", Cancel);

        var line = Assert.Single(App.Messages, message => message.RpcLog is { Category: "FunctionsFixture.TimerFunctions" }).RpcLog;
        var response = Assert.Single(App.Messages, message => message.InvocationResponse is not null).InvocationResponse;
        Assert.Equal(response.InvocationId, line.InvocationId);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_when_the_app_stops_writes_down_how_it_ended()
    {
        var host = await App.WithTimer("Slow").StartAsync();
        var run = host.InvokeTimerAsync("Slow", Cancel);
        await App.HasDoneAsync("Slow begins");

        await host.DisposeAsync();

        Assert.Equal(["Slow begins", "Slow is cancelled", "Slow has recorded it", "exit 1"], App.Journal);
        await Assert.ThrowsAsync<InvocationFailedException>(() => run);
    }

    [Fact]
    public async Task Cancels_a_run_at_functionTimeout_and_keeps_the_app()
    {
        var host = await App.WithTimer("Slow").WithTimer("Ok").StartAsync();
        var process = host.ChildProcessId;
        var run = host.InvokeTimerAsync("Slow", Cancel);
        await App.HasDoneAsync("Slow begins");

        App.Time.Advance(TimeSpan.FromMinutes(5));

        var e = await Assert.ThrowsAsync<InvocationFailedException>(() => run);
        Assert.Equal("it ran longer than functionTimeout (00:05:00)", e.Message);
        await App.HasDoneAsync("Slow has recorded it");
        await host.InvokeTimerAsync("Ok", Cancel);
        Assert.Equal(process, host.ChildProcessId);
    }

    [Fact]
    public async Task Ends_and_restarts_the_app_when_a_run_heeds_no_cancellation()
    {
        var host = await App.WithTimer("Stubborn").WithTimer("Ok").StartAsync();
        var first = host.ChildProcessId;
        var run = host.InvokeTimerAsync("Stubborn", Cancel);
        await App.HasDoneAsync("Stubborn begins");

        App.Time.Advance(TimeSpan.FromMinutes(5));
        await App.PassUntilAsync(() => run.IsCompleted, "the end of the run");

        var e = await Assert.ThrowsAsync<InvocationFailedException>(() => run);
        Assert.EndsWith("; the app was ended and restarts", e.Message, StringComparison.Ordinal);
        await Eventually.IsTrueAsync(() => host.ChildProcessId != first, "a new process");
        Assert.False(IsAlive(first));
        await host.InvokeTimerAsync("Ok", Cancel);
    }

    [Fact]
    public async Task Fails_what_is_in_flight_when_the_app_ends()
    {
        var host = await App.WithTimer("Slow").StartAsync();
        var run = host.InvokeTimerAsync("Slow", Cancel);
        await App.HasDoneAsync("Slow begins");

        (await ClientOf(host).PostAsync("api/exit/3", null, Cancel)).Dispose();

        var e = await Assert.ThrowsAsync<InvocationFailedException>(() => run);
        Assert.Equal("the app stopped before it answered (exit code 3)", e.Message);
    }

    private string Ran(string function) => App.Journal.Last(line => line.StartsWith($"{function} {{", StringComparison.Ordinal));
}
