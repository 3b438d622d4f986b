using System.Net;
using System.Net.Http.Json;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Cli.Output;

namespace HopsworksFunctions.Tests.LocalHost;

public sealed class ProcessTests : LocalHostTests
{
    [Fact]
    public async Task Gives_the_worker_its_folder_its_settings_and_where_to_connect()
    {
        App.Settings["Some__Setting"] = "value";
        var host = await App.StartAsync();

        var process = (await ClientOf(host, "master-key").GetFromJsonAsync<Started>("api/environment", Cancel))!;

        Assert.Equal(App.Folder, process.Folder);
        Assert.Equal(App.Folder, process.Variables["FUNCTIONS_WORKER_DIRECTORY"]);
        Assert.Equal(App.Folder, process.Variables["FUNCTIONS_APPLICATION_DIRECTORY"]);
        Assert.Equal("value", process.Variables["Some__Setting"]);
        Assert.Equal($"localhost:{host.BaseAddress.Port}", process.Variables["WEBSITE_HOSTNAME"]);
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), process.Variables["PATH"]);
        Assert.Equal(
            [
                "--host", "--port", "--workerId", "--requestId", "--grpcMaxMessageLength", "--functions-uri", "--functions-worker-id",
                "--functions-request-id", "--functions-grpc-max-message-length",
            ],
            process.Arguments.Where(argument => argument.StartsWith("--", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_worker_listens_nowhere_but_at_the_hosts_socket()
    {
        // As under the real host, the app inherits the host's own address, but must not listen there.
        var host = await App.StartAsync();

        var process = (await ClientOf(host, "master-key").GetFromJsonAsync<Started>("api/environment", Cancel))!;

        Assert.Equal($"http://localhost:{host.BaseAddress.Port}", process.Variables["ASPNETCORE_URLS"]);
        Assert.DoesNotContain(SocketsOf(host.ChildProcessId), socket => socket.EndsWith(" 0A", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shows_what_the_app_writes()
    {
        await App.StartAsync();

        await App.HasSaidAsync("fixture on stdout");
        await App.HasSaidAsync("fixture on stderr");
    }

    [Fact]
    public async Task The_app_writes_nothing_below_the_home_folder()
    {
        var home = Directory.CreateDirectory(Path.Combine(App.Folder, "home"));
        App.Settings["HOME"] = home.FullName;
        var host = await App.StartAsync();

        (await ClientOf(host).GetAsync("api/anyone", Cancel)).Dispose();

        Assert.Empty(home.EnumerateFileSystemInfos());
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
    public async Task Restarts_after_a_failure_or_a_clean_restart(int exitCode)
    {
        var host = await App.StartAsync();
        var first = host.ChildProcessId;

        using var answer = await ClientOf(host).PostAsync($"api/exit/{exitCode}", null, Cancel);
        await Eventually.IsTrueAsync(() => host.ChildProcessId != first, "a new process");
        using var next = await ClientOf(host).GetAsync("api/anyone", Cancel);

        Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.OK), (answer.StatusCode, next.StatusCode));
        Assert.False(IsAlive(first));
    }

    // Whatever ends the app, the Functions host must start it again.
    [Fact]
    public async Task The_app_never_ends_by_itself_with_0()
    {
        var host = await App.StartAsync();
        var first = host.ChildProcessId;

        (await ClientOf(host).PostAsync("api/quit", null, Cancel)).Dispose();

        await App.HasDoneAsync("exit 1");
        await Eventually.IsTrueAsync(() => host.ChildProcessId != first, "a new process");
    }

    [Fact]
    public async Task Never_restarts_after_exit_code_0_and_fails_what_comes()
    {
        var host = await App.WithTimer("Ok").StartAsync();
        using var client = ClientOf(host);

        using var answer = await client.PostAsync("api/exit/0", null, Cancel);
        await Eventually.IsTrueAsync(
            () => App.Logs.GetSnapshot().Any(log => log.Message.Contains("never restarts it", StringComparison.Ordinal)),
            "a line in the log");

        using var later = await client.GetAsync("api/anyone", Cancel);
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
            await App.PassUntilAsync(
                () => host.ChildProcessId != process || host.Completion.IsCompleted, $"what follows failure {failure}");
        }

        Assert.Equal(1, await host.Completion);
        Assert.False(IsAlive(host.ChildProcessId));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task Does_not_start_with_an_app_that_does_not_stay_up(int exitCode)
    {
        App.Settings["FIXTURE_EXIT_AT_START"] = $"{exitCode}";

        var e = await Assert.ThrowsAsync<InvocationFailedException>(App.StartAsync);

        Assert.Equal($"the function app ended with exit code {exitCode} before it was ready", e.Message);
    }

    [Fact]
    public async Task Refuses_a_port_that_is_taken()
    {
        var host = await App.StartAsync();
        var options = new LocalHostOptions { AppDirectory = App.Folder, Keys = HostKeys.Random(), Port = host.BaseAddress.Port };

        var e = await Assert.ThrowsAsync<CliException>(() => LocalFunctionsHost.StartAsync(options, Cancel));

        Assert.Contains("--port", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_schedule_whose_setting_is_missing_before_anything_runs()
    {
        var e = await Assert.ThrowsAsync<CliException>(App.WithTimer("Ok", "%Missing%").StartAsync);

        Assert.StartsWith("Function Ok: the setting 'Missing' of its schedule %Missing% is missing; ", e.Message, StringComparison.Ordinal);
    }

    /// <summary>Returns the local addresses and states of the process's own TCP sockets; 0A means listening.</summary>
    private static IEnumerable<string> SocketsOf(int process)
    {
        var own = Directory.EnumerateFiles($"/proc/{process}/fd").Select(file => new FileInfo(file).LinkTarget ?? "")
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal)).Select(target => target[8..^1]).ToHashSet();
        return from table in (string[])["tcp", "tcp6"]
               from line in File.ReadLines($"/proc/{process}/net/{table}").Skip(1)
               let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
               where own.Contains(fields[9])
               select $"{fields[1]} {fields[3]}";
    }

    private sealed record Started(IReadOnlyList<string> Arguments, string Folder, Dictionary<string, string> Variables);
}
