using System.Net;
using System.Net.Http.Json;
using HopsworksFunctions.Cli;
using HopsworksFunctions.Cli.LocalHost;

namespace HopsworksFunctions.Tests.LocalHost;

public sealed class ProcessTests : LocalHostTests
{
    [Fact]
    public async Task Is_ready_once_the_app_answers_GET_at_its_root_with_anything()
    {
        var host = await App.StartAsync();

        var ping = Assert.Single(await FixtureApp.SeenAsync(ClientOf(host)));
        Assert.Equal(("GET", "/"), (ping.Method, ping.Target));
    }

    [Fact]
    public async Task Gives_the_app_the_environment_of_a_custom_handler_and_its_settings()
    {
        App.Settings["Some__Setting"] = "value";
        var host = await App.StartAsync();

        var environment = await ClientOf(host, "master-key").GetFromJsonAsync<Dictionary<string, string>>("api/environment", Cancel);

        Assert.True(int.TryParse(environment!["FUNCTIONS_CUSTOMHANDLER_PORT"], out _));
        Assert.True(Guid.TryParse(environment["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"], out _));
        Assert.Equal(App.Folder, environment["FUNCTIONS_APP_ROOT_PATH"]);
        Assert.Equal("value", environment["Some__Setting"]);
        Assert.Equal(environment["PATH"], Environment.GetEnvironmentVariable("PATH"));
    }

    [Fact]
    public async Task Lets_the_app_inherit_an_address_that_is_the_hosts_own()
    {
        var host = await App.StartAsync();

        var environment = await ClientOf(host, "master-key").GetFromJsonAsync<Dictionary<string, string>>("api/environment", Cancel);

        Assert.Equal($"http://localhost:{host.BaseAddress.Port}", environment!["ASPNETCORE_URLS"]);
        Assert.NotEqual($"{host.BaseAddress.Port}", environment["FUNCTIONS_CUSTOMHANDLER_PORT"]);
    }

    [Fact]
    public async Task Shows_what_the_app_writes()
    {
        await App.StartAsync();

        await Eventually.IsTrueAsync(
            () => App.Output.ToString().Contains("fixture on stdout", StringComparison.Ordinal) && App.Output.ToString().Contains("fixture on stderr", StringComparison.Ordinal),
            "both streams are shown");
    }

    [Fact]
    public async Task Leaves_no_process_behind()
    {
        var host = await App.StartAsync();
        var child = host.ChildProcessId;
        Assert.True(IsAlive(child));

        await host.DisposeAsync();

        Assert.False(IsAlive(child));
        Assert.Equal(0, await host.Completion);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(200)]
    public async Task Restarts_after_a_failure_or_a_clean_restart_on_the_same_port(int exitCode)
    {
        var host = await App.StartAsync();
        var first = host.ChildProcessId;
        var port = await PortAsync(host);

        using var answer = await ClientOf(host).PostAsync($"api/exit/{exitCode}", null, Cancel);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        await Eventually.IsTrueAsync(() => host.ChildProcessId != first, "a new process");
        Assert.Equal(port, await PortAsync(host));
        Assert.False(IsAlive(first));
    }

    [Fact]
    public async Task Never_restarts_after_exit_code_0_and_fails_what_comes()
    {
        var host = await App.WithTimer("Ok").StartAsync();
        using var client = ClientOf(host);

        using var answer = await client.PostAsync("api/exit/0", null, Cancel);
        await Eventually.IsTrueAsync(() => App.Logs.GetSnapshot().Any(log => log.Message.Contains("never restarts it", StringComparison.Ordinal)), "a line in the log");

        using var later = await client.GetAsync("api/seen", Cancel);
        Assert.Equal(HttpStatusCode.InternalServerError, later.StatusCode);
        await Assert.ThrowsAsync<InvocationFailedException>(() => host.InvokeTimerAsync("Ok", Cancel));
        Assert.False(IsAlive(host.ChildProcessId));
        Assert.False(host.Completion.IsCompleted);
    }

    [Fact]
    public async Task Stops_at_the_third_failure_within_30_minutes()
    {
        var host = await App.StartAsync();
        using var client = ClientOf(host);

        for (var failure = 1; failure <= 3; failure++)
        {
            var process = host.ChildProcessId;
            using var answer = await client.PostAsync("api/exit/3", null, Cancel);
            await Eventually.IsTrueAsync(() => host.ChildProcessId != process || host.Completion.IsCompleted, $"what follows failure {failure}");
        }

        Assert.Equal(1, await host.Completion);
        Assert.False(IsAlive(host.ChildProcessId));
    }

    [Theory]
    [InlineData("0", "exit code 0")]
    [InlineData("7", "three times")]
    public async Task Does_not_start_with_an_app_that_does_not_stay_up(string exitCode, string message)
    {
        App.Settings["FIXTURE_EXIT_AT_START"] = exitCode;

        var e = await Assert.ThrowsAsync<InvocationFailedException>(App.StartAsync);

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_up_on_an_app_that_never_listens()
    {
        App.Settings["FIXTURE_NEVER_LISTENS"] = "1";
        App.ReadyTimeout = TimeSpan.FromSeconds(1);

        await Assert.ThrowsAsync<InvocationFailedException>(App.StartAsync);

        Assert.Contains(App.Logs.GetSnapshot(), log => log.Message.Contains("no HTTP answer within 00:00:01", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refuses_a_port_that_is_taken()
    {
        var host = await App.StartAsync();
        var options = new LocalHostOptions { AppDirectory = App.Folder, Keys = HostKeys.Random(), Port = host.BaseAddress.Port };

        var e = await Assert.ThrowsAsync<CliException>(() => LocalFunctionsHost.StartAsync(options, Cancel));

        Assert.Contains("--port", e.Message, StringComparison.Ordinal);
    }

    private static async Task<string> PortAsync(LocalFunctionsHost host) =>
        (await ClientOf(host, "master-key").GetFromJsonAsync<Dictionary<string, string>>("api/environment", Cancel))!["FUNCTIONS_CUSTOMHANDLER_PORT"];
}
