using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>
/// A host of apps on the isolated worker that copies Azure Functions: process, timers, queues, HTTP, keys and <c>/admin</c>.
/// </summary>
internal sealed class LocalFunctionsHost : IAsyncDisposable
{
    // The Functions host gives running invocations this much time when it stops.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);

    private readonly LocalHostOptions _options;
    private readonly IConfigurationRoot _settings;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<WebApplication> _servers = [];
    private readonly TaskCompletionSource<WorkerSupervisor> _supervisorReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WorkerSupervisor? _supervisor;
    private Task _timerRuns = Task.CompletedTask;
    private Task _queueRuns = Task.CompletedTask;

    private LocalFunctionsHost(LocalHostOptions options)
    {
        _options = options;
        _settings = AppConfiguration.Of(options.Settings);
        var app = FunctionApp.Read(Path.GetFullPath(options.AppDirectory));
        App = app with { Functions = [.. app.Functions.Where(function => !_settings.IsDisabled(function.Name))] };
        foreach (var (function, trigger) in TimerFunctions)
            Schedule(function, trigger);
    }

    public FunctionApp App { get; }

    public Uri BaseAddress { get; private set; } = null!;

    public HostKeys Keys => _options.Keys;

    public IReadOnlyList<TimerLoop> Timers { get; private set; } = [];

    /// <summary>The queues that the host polls.</summary>
    public IReadOnlyList<QueueLoop> Queues { get; private set; } = [];

    private IEnumerable<(Function Function, TimerTrigger Trigger)> TimerFunctions =>
        App.Functions.Where(function => function.Trigger is TimerTrigger).Select(function => (function, (TimerTrigger)function.Trigger));

    public int ChildProcessId => _supervisor?.ProcessId ?? 0;

    /// <summary>Completes with the exit code: 0 after disposal, 1 if the app failed too often.</summary>
    public Task<int> Completion => _supervisor!.Completion;

    /// <summary>Starts the app and waits until it is ready.</summary>
    /// <exception cref="CliException">The app or its settings are invalid; nothing is left running.</exception>
    /// <exception cref="InvocationFailedException">The app exits early.</exception>
    public static async Task<LocalFunctionsHost> StartAsync(LocalHostOptions options, CancellationToken cancellationToken)
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

    /// <summary>Runs a timer function now and waits for its result.</summary>
    /// <exception cref="InvocationFailedException">The invocation failed.</exception>
    public Task InvokeTimerAsync(string name, CancellationToken cancellationToken) =>
        Timers.Single(timer => timer.Function.Name == name).FireAsync(pastDue: false, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        await _queueRuns.WaitAsync(StopGrace, _options.TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_supervisor is not null)
            await _supervisor.DisposeAsync();
        await Task.WhenAll(_timerRuns, _queueRuns).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var server in _servers)
            await server.DisposeAsync();
        foreach (var timer in Timers)
            timer.Dispose();
        _stopping.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var (gateway, gatewayServer) = await WorkerGateway.StartAsync(cancellationToken);
        _servers.Add(gatewayServer);
        var front = await HttpFront.StartAsync(_options.Port, Keys, Map, cancellationToken);
        _servers.Add(front);
        BaseAddress = new($"http://localhost:{new Uri(front.Urls.First()).Port}/");

        _supervisor = new(App, _options, gateway, new(gatewayServer.Urls.First()), WorkerEnvironment());
        _supervisorReady.SetResult(_supervisor);
        var invoker = new TriggerInvoker(_supervisor, _options, "Timer");
        Timers = [.. TimerFunctions.Select(timer => Timer(timer.Function, timer.Trigger, invoker))];
        Queues = QueueLoops.Of(App, _supervisor, _options, _settings);
        await _supervisor.StartAsync(cancellationToken);
        _queueRuns = Task.WhenAll(Queues.Select(queue => queue.RunAsync(_stopping.Token)));
        if (_options.FireTimers)
            _timerRuns = Task.WhenAll(Timers.Select(timer => timer.RunAsync(_stopping.Token)));
    }

    private void Map(WebApplication routes)
    {
        var http = new HttpInvoker(_supervisorReady.Task, routes.Services.GetRequiredService<IHttpForwarder>(), _options);
        foreach (var function in App.Functions)
        {
            if (function.Trigger is HttpTrigger trigger)
                routes.MapFunction(App.RoutePrefix, trigger, context => http.InvokeAsync(context, function, trigger));
        }
        routes.MapAdmin(HttpMethods.Get, "/admin/host/status", context => context.Response.WriteAsJsonAsync(new { state = "Running" }));
        routes.MapAdmin(HttpMethods.Post, "/admin/functions/{name}", RunNowAsync);
    }

    private Task RunNowAsync(HttpContext context)
    {
        var name = (string?)context.Request.RouteValues["name"];
        var timer = Timers.FirstOrDefault(timer => timer.Function.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (timer is not null)
            _ = timer.FireByAdminAsync(_stopping.Token);
        context.Response.StatusCode = timer is null ? StatusCodes.Status404NotFound : StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }

    private TimerLoop Timer(Function function, TimerTrigger trigger, TriggerInvoker invoker)
    {
        var schedule = Schedule(function, trigger);
        var atStart = _options.FireOftenDueTimersAtStart && schedule.IsAtLeastHourly(_options.TimeProvider.GetUtcNow());
        return new(
            function,
            trigger with { RunOnStartup = trigger.RunOnStartup || atStart },
            schedule,
            invoker,
            _options.TimeProvider,
            _options.StateDirectory is { } directory ? Path.Combine(directory, "timers", $"{function.Name}.json") : null);
    }

    private NcrontabSchedule Schedule(Function function, TimerTrigger trigger) =>
        NcrontabSchedule.Parse(function.Name, trigger.Schedule, Setting);

    private string? Setting(string name) => _settings[name.Replace("__", ":", StringComparison.Ordinal)];

    private Dictionary<string, string> WorkerEnvironment() => new(_options.Settings)
    {
        ["FUNCTIONS_WORKER_DIRECTORY"] = App.Directory,
        ["FUNCTIONS_APPLICATION_DIRECTORY"] = App.Directory,
        ["WEBSITE_HOSTNAME"] = BaseAddress.Authority,

        // Workers of the real host inherit this variable, and an app must not listen there.
        ["ASPNETCORE_URLS"] = BaseAddress.GetLeftPart(UriPartial.Authority),
    };
}
