using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>Keeps the app's process running as the Functions host does, and runs invocations against it.</summary>
internal sealed partial class AppSupervisor(
    FunctionApp app,
    LocalHostOptions options,
    IReadOnlyDictionary<string, string> environment,
    Uri appAddress,
    HttpMessageInvoker http) : IAsyncDisposable
{
    private readonly ILogger _logger = options.LoggerFactory.CreateLogger("Host");
    private readonly RestartRule _restarts = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<int> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<AppProcess> _ready = NewReady();
    private Task _running = Task.CompletedTask;

    /// <summary>The exit code of the host: 0 when it was stopped, 1 when the app failed too often.</summary>
    public Task<int> Completion => _completion.Task;

    public int ProcessId { get; private set; }

    /// <summary>Starts the app and waits for its first answer.</summary>
    /// <exception cref="InvocationFailedException">It ended before, and is not started again.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = RunAsync(_stopping.Token);
        return ReadyAsync(cancellationToken);
    }

    /// <summary>Runs an invocation once the app is ready; it fails with the process, and the process with <c>functionTimeout</c>.</summary>
    /// <exception cref="InvocationFailedException">The app is gone, went away, or took too long.</exception>
    public async Task InvokeAsync(Func<CancellationToken, Task> invocation, CancellationToken cancellationToken)
    {
        var process = await ReadyAsync(cancellationToken);
        using var timeout = new CancellationTokenSource(app.Timeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token, process.Ended);
        try
        {
            await invocation(either.Token);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested)
        {
            process.KillForTimeout();
            throw new InvocationFailedException($"it took longer than functionTimeout ({app.Timeout}), so the function app was killed and restarts", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && process.Ended.IsCancellationRequested))
        {
            throw new InvocationFailedException("the function app broke off", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ready.TrySetException(new InvocationFailedException("the host has stopped"));
        _completion.TrySetResult(0);
        _stopping.Dispose();
    }

    private Task<AppProcess> ReadyAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _ready).Task.WaitAsync(cancellationToken);

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (await LiveAsync(stopping) == AfterExit.Restart)
            {
                // Who waits for a process that never got ready goes on waiting, for the next one.
                if (_ready.Task.IsCompleted)
                    Volatile.Write(ref _ready, NewReady());
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _ready.TrySetException(e);
        }
    }

    private async Task<AfterExit> LiveAsync(CancellationToken stopping)
    {
        await using var process = AppProcess.Start(app, environment, options.AppOutput);
        ProcessId = process.Id;
        if (await process.IsReadyAsync(http, appAddress, options.ReadyTimeout, stopping))
            _ready.TrySetResult(process);
        else if (!process.Ended.IsCancellationRequested)
        {
            Log.NotReady(_logger, options.ReadyTimeout);
            process.Kill();
        }

        var code = await process.Exited.WaitAsync(stopping);
        var next = process.TimedOut ? AfterExit.Restart : _restarts.Exited(code, options.TimeProvider.GetUtcNow());
        switch (next)
        {
            case AfterExit.Restart:
                Log.Restarting(_logger, code);
                break;
            case AfterExit.StayDown:
                Log.StaysDown(_logger);
                FailFromNowOn("the function app ended with exit code 0, after which the Functions host never restarts it");
                break;
            case AfterExit.StopHost:
                Log.GivesUp(_logger, code);
                FailFromNowOn($"the function app failed three times within 30 minutes, at last with exit code {code}");
                _completion.TrySetResult(1);
                break;
        }
        return next;
    }

    private void FailFromNowOn(string why)
    {
        var failed = new InvocationFailedException(why);
        if (_ready.TrySetException(failed))
            return;
        var replacement = NewReady();
        replacement.SetException(failed);
        Volatile.Write(ref _ready, replacement);
    }

    private static TaskCompletionSource<AppProcess> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The function app gave no HTTP answer within {Timeout} and is killed")]
        public static partial void NotReady(ILogger logger, TimeSpan timeout);

        [LoggerMessage(LogLevel.Warning, "The function app ended with exit code {ExitCode} and is restarted")]
        public static partial void Restarting(ILogger logger, int exitCode);

        [LoggerMessage(LogLevel.Error, "The function app ended with exit code 0: the Functions host never restarts it then, and every later invocation fails")]
        public static partial void StaysDown(ILogger logger);

        [LoggerMessage(LogLevel.Critical, "The function app ended with exit code {ExitCode}, its third failure within 30 minutes: the host stops")]
        public static partial void GivesUp(ILogger logger, int exitCode);
    }
}
