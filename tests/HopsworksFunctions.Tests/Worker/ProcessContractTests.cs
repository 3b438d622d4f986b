using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using HopsworksFunctions.Cli.LocalHost;

namespace HopsworksFunctions.Tests.Worker;

/// <summary>hosting.md, "The process" and "Layout of a published app".</summary>
public sealed class ProcessContractTests : IDisposable
{
    private const int SigInt = 2;
    private const int SigTerm = 15;

    private readonly string _journal = Path.GetTempFileName();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_journal);

    [Fact]
    public async Task Listens_on_the_loopback_port_of_the_host_and_nowhere_else()
    {
        var other = FreePort.Find();
        await using var app = FixtureProcess.Start(null,
            ("ASPNETCORE_URLS", $"http://0.0.0.0:{other}"), ("ASPNETCORE_HTTP_PORTS", $"{other}"), ("Kestrel__Endpoints__Http__Url", $"http://0.0.0.0:{other}"));
        await app.ReadyAsync();
        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();
        Assert.Contains(new IPEndPoint(IPAddress.Loopback, app.Port), listeners);
        Assert.DoesNotContain(listeners, listener => listener.Port == other);
        Assert.DoesNotContain(listeners, listener => listener.Port == app.Port && !IPAddress.IsLoopback(listener.Address));
    }

    [Theory]
    [InlineData(null, "FUNCTIONS_CUSTOMHANDLER_PORT is not set")]
    [InlineData("http", "FUNCTIONS_CUSTOMHANDLER_PORT is 'http', which is not a port from 1 to 65535")]
    [InlineData("70000", "FUNCTIONS_CUSTOMHANDLER_PORT is '70000'")]
    [InlineData("0", "FUNCTIONS_CUSTOMHANDLER_PORT is '0'")]
    public async Task Says_what_is_wrong_with_the_port(string? port, string message)
    {
        await using var app = FixtureProcess.Start(null, ("FUNCTIONS_CUSTOMHANDLER_PORT", port));
        Assert.NotEqual(0, await app.ExitCodeAsync());
        Assert.Contains(message, app.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SigTerm)]
    [InlineData(SigInt)]
    public async Task Exits_0_when_asked_to_stop(int signal)
    {
        await using var app = await FixtureProcess.Start().ReadyAsync();
        app.Signal(signal);
        Assert.Equal(0, await app.ExitCodeAsync());
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("throw")]
    public async Task Never_exits_0_unasked(string quit)
    {
        await using var app = FixtureProcess.Start(null, ("Quit", quit));
        Assert.NotEqual(0, await app.ExitCodeAsync());
    }

    [Fact]
    public async Task Cancels_its_work_and_exits_non_zero_when_the_host_is_gone()
    {
        // A shell plays the host: it starts the app and says its id.
        await using var host = await FixtureProcess.Start("\"$0\" & echo app $!; wait", ("Journal", _journal)).ReadyAsync();
        await host.UntilAsync(() => Task.FromResult(host.Output.Contains("app ", StringComparison.Ordinal)));
        using var app = Process.GetProcessById(AppId(host.Output));
        try
        {
            var answer = host.Client.PostAsync("/Wait", new StringContent("{}", Encoding.UTF8), Token);
            await host.UntilAsync(() => Task.FromResult(File.ReadAllText(_journal) == "started"));
            host.KillNow();
            await host.UntilAsync(() => Task.FromResult(File.ReadAllText(_journal) == "cancelled"));
            await host.UntilAsync(() => Task.FromResult(app.HasExited));
            await host.UntilAsync(() => Task.FromResult(host.Output.Contains("Exit code 1.", StringComparison.Ordinal)));
            Assert.Contains("The Functions host is gone", host.Output, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.InternalServerError, (await answer).StatusCode);
        }
        finally
        {
            if (!app.HasExited)
                app.Kill();
        }
    }

    [Fact]
    public async Task Ends_although_a_function_heeds_no_cancellation()
    {
        await using var app = await FixtureProcess.Start(null, ("Journal", _journal)).ReadyAsync();
        var answer = app.Client.PostAsync("/Ignore", new StringContent("{}", Encoding.UTF8), Token);
        await app.UntilAsync(() => Task.FromResult(File.ReadAllText(_journal) == "started"));
        app.Signal(SigTerm);
        Assert.Equal(0, await app.ExitCodeAsync());
        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
    }

    [Fact]
    public async Task Takes_a_timer_that_never_ran_in_any_time_zone()
    {
        await using var app = await FixtureProcess.Start(null, ("TZ", "America/New_York")).ReadyAsync();
        var response = await app.Client.PostAsync("/Tick", new StringContent("""{"Data":{"timer":{"ScheduleStatus":{"Last":"0001-01-01T00:00:00+00:00"}}}}"""), Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public void The_build_writes_function_json_for_each_function_and_for_no_other()
    {
        var folders = Directory.GetDirectories(FixtureProcess.Directory).Where(folder => File.Exists(Path.Combine(folder, "function.json"))).Select(Path.GetFileName);
        Assert.Equal(["Echo", "Ignore", "Tick", "Wait"], folders.Order(StringComparer.Ordinal));
        Assert.Equal(
            """{"bindings":[{"type":"timerTrigger","direction":"in","name":"timer","schedule":"%TickSchedule%","runOnStartup":true,"useMonitor":false}]}""",
            File.ReadAllText(Path.Combine(FixtureProcess.Directory, "Tick", "function.json")));
    }

    private static int AppId(string output)
    {
        var line = output.Split('\n').First(line => line.StartsWith("app ", StringComparison.Ordinal));
        return int.Parse(line["app ".Length..].Trim(), CultureInfo.InvariantCulture);
    }
}
