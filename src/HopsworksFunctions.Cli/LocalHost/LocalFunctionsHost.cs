using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>Plays the Azure Functions host's part for a custom handler: process, timers, HTTP, keys and <c>/admin</c>.</summary>
internal sealed class LocalFunctionsHost : IAsyncDisposable
{
    private const int FreePortTries = 3;

    private readonly LocalHostOptions _options;
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });
    private readonly CancellationTokenSource _stopping = new();
    private readonly AppSupervisor _supervisor;
    private readonly Forwarder _forwarder;
    private WebApplication? _front;
    private Task _timerRuns = Task.CompletedTask;

    private LocalFunctionsHost(LocalHostOptions options)
    {
        _options = options;
        App = FunctionApp.Read(Path.GetFullPath(options.AppDirectory));
        BaseAddress = new($"http://localhost:{(options.Port == 0 ? FreePort.Find() : options.Port)}/");
        var appAddress = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
        _supervisor = new(App, options, AppEnvironment(appAddress.Port), appAddress, _http);
        _forwarder = new(_supervisor, appAddress, _http, options.LoggerFactory.CreateLogger("Http"));
        var invoker = new TimerInvoker(_supervisor, appAddress, _http, options.TimeProvider, options.LoggerFactory.CreateLogger("Timer"));
        Timers = [.. App.Functions.Where(function => function.Trigger is TimerTrigger).Select(function => Timer(function, (TimerTrigger)function.Trigger, invoker))];
    }

    public FunctionApp App { get; }

    public Uri BaseAddress { get; }

    public HostKeys Keys => _options.Keys;

    public IReadOnlyList<TimerLoop> Timers { get; }

    public int ChildProcessId => _supervisor.ProcessId;

    /// <summary>The exit code: 0 when disposed, 1 when the app failed too often.</summary>
    public Task<int> Completion => _supervisor.Completion;

    /// <summary>Starts the app and waits until it is ready.</summary>
    /// <exception cref="CliException">The app or its settings are wrong; nothing is left running.</exception>
    /// <exception cref="InvocationFailedException">The app does not stay up.</exception>
    public static async Task<LocalFunctionsHost> StartAsync(LocalHostOptions options, CancellationToken cancellationToken)
    {
        for (var tries = FreePortTries; ; tries--)
        {
            try
            {
                return await StartOnceAsync(options, cancellationToken);
            }
            catch (CliException e) when (options.Port == 0 && e.InnerException is IOException && tries > 1)
            {
                // Somebody else took the port between the moment when it was found free and the moment when it was bound.
            }
        }
    }

    /// <summary>Does what happens when the timer is due, and waits for the answer.</summary>
    /// <exception cref="InvocationFailedException">The invocation failed.</exception>
    public Task InvokeTimerAsync(string name, CancellationToken cancellationToken) =>
        Timers.Single(timer => timer.Function.Name == name).FireAsync(pastDue: false, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        await _timerRuns.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _supervisor.DisposeAsync();
        if (_front is not null)
            await _front.DisposeAsync();
        foreach (var timer in Timers)
            timer.Dispose();
        _http.Dispose();
        _stopping.Dispose();
    }

    private static async Task<LocalFunctionsHost> StartOnceAsync(LocalHostOptions options, CancellationToken cancellationToken)
    {
        var host = new LocalFunctionsHost(options);
        try
        {
            await host.StartAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        _front = await HttpFront.StartAsync(BaseAddress.Port, Keys, Map, cancellationToken);
        await _supervisor.StartAsync(cancellationToken);
        if (_options.FireTimers)
            _timerRuns = Task.WhenAll(Timers.Select(timer => timer.RunAsync(_stopping.Token)));
    }

    private void Map(WebApplication routes)
    {
        foreach (var function in App.Functions)
        {
            if (function.Trigger is HttpTrigger trigger)
                routes.MapFunction(App.RoutePrefix, trigger, _forwarder.ForwardAsync);
        }
        routes.MapAdmin(HttpMethods.Get, "/admin/host/status", context => context.Response.WriteAsJsonAsync(new { state = "Running" }));
        routes.MapAdmin(HttpMethods.Post, "/admin/functions/{name}", RunNowAsync);
    }

    private Task RunNowAsync(HttpContext context)
    {
        var timer = Timers.FirstOrDefault(timer => timer.Function.Name.Equals((string?)context.Request.RouteValues["name"], StringComparison.OrdinalIgnoreCase));
        if (timer is not null)
            _ = timer.FireByAdminAsync(_stopping.Token);
        context.Response.StatusCode = timer is null ? StatusCodes.Status404NotFound : StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }

    private TimerLoop Timer(Function function, TimerTrigger trigger, TimerInvoker invoker)
    {
        var schedule = TimerSchedule.Parse(function.Name, trigger.Schedule, name => _options.Settings.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name));
        var atStart = _options.FireOftenDueTimersAtStart && schedule.IsAtLeastHourly(_options.TimeProvider.GetUtcNow());
        return new(
            function,
            trigger with { RunOnStartup = trigger.RunOnStartup || atStart },
            schedule,
            invoker,
            _options.TimeProvider,
            _options.StateDirectory is { } directory ? Path.Combine(directory, "timers", $"{function.Name}.json") : null);
    }

    private Dictionary<string, string> AppEnvironment(int appPort) => new(_options.Settings)
    {
        ["FUNCTIONS_CUSTOMHANDLER_PORT"] = $"{appPort}",
        ["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"] = Guid.NewGuid().ToString(),
        ["FUNCTIONS_APP_ROOT_PATH"] = App.Directory,
        ["WEBSITE_HOSTNAME"] = BaseAddress.Authority,

        // The real host's own, which its children inherit: an app that listens there is wrong.
        ["ASPNETCORE_URLS"] = $"http://localhost:{BaseAddress.Port}",
    };
}
