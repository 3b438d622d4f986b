using HopsworksFunctions.Cli.LocalHost.Protocol;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>A supervisor that keeps a worker running like the Functions host, and runs invocations in it.</summary>
/// <param name="environment">Variables that extend this process's environment for each worker.</param>
internal sealed partial class WorkerSupervisor(
    FunctionApp app, LocalHostOptions options, WorkerGateway gateway, Uri gatewayAddress, IReadOnlyDictionary<string, string> environment)
    : IAsyncDisposable
{
    // The Functions host waits this long for a cancelled invocation.
    private static readonly TimeSpan CancelGrace = TimeSpan.FromSeconds(2);

    // A worker that exits by itself disconnects a moment before.
    private static readonly TimeSpan DisconnectGrace = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger = options.LoggerFactory.CreateLogger("Host");
    private readonly DirectoryInfo _sockets = Directory.CreateTempSubdirectory("hops-");
    private readonly RestartRule _restarts = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<int> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<WorkerInstance> _ready = NewReady();
    private Task _running = Task.CompletedTask;
    private bool _wasReady;

    /// <summary>Completes with the exit code of the host: 0 after a stop, 1 if the app failed too often.</summary>
    public Task<int> Completion => _completion.Task;

    public int ProcessId { get; private set; }

    /// <summary>Starts the worker and waits until it can be invoked.</summary>
    /// <exception cref="InvocationFailedException">The worker does not become ready, and is not restarted.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = RunAsync(_stopping.Token);
        return ReadyAsync(cancellationToken);
    }

    /// <summary>
    /// Runs an invocation once the worker is ready. The invocation fails when the process exits, and at <c>functionTimeout</c>.
    /// </summary>
    /// <exception cref="InvocationFailedException">The invocation failed or took too long, or the worker is gone.</exception>
    public async Task InvokeAsync(Func<WorkerInstance, CancellationToken, Task> invocation, CancellationToken cancellationToken)
    {
        var worker = await ReadyAsync(cancellationToken);
        using var timeout = new CancellationTokenSource(app.Timeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var running = invocation(worker, either.Token);
        await using var ending = timeout.Token.Register(() => _ = EndIfStillRunningAsync(worker, running));
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (timeout.IsCancellationRequested)
        {
            var killed = worker.TimedOut ? "; the app was ended and restarts" : "";
            throw new InvocationFailedException($"it ran longer than functionTimeout ({app.Timeout}){killed}");
        }
        await running;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ready.TrySetException(new InvocationFailedException("the host has stopped"));
        _completion.TrySetResult(0);
        _stopping.Dispose();
        _sockets.Delete(recursive: true);
    }

    private Task<WorkerInstance> ReadyAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _ready).Task.WaitAsync(cancellationToken);

    private async Task EndIfStillRunningAsync(WorkerInstance worker, Task running)
    {
        await running.WaitAsync(CancelGrace, options.TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!running.IsCompleted)
            await worker.StopForTimeoutAsync();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (await RunWorkerAsync(stopping) == AfterExit.Restart)
            {
                // Callers that wait for a worker that never became ready wait for the next one.
                if (_ready.Task.IsCompleted)
                    Volatile.Write(ref _ready, NewReady());
                await Task.Delay(_restarts.Wait(options.TimeProvider.GetUtcNow()), options.TimeProvider, stopping);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _ready.TrySetException(_wasReady ? new InvocationFailedException(e.Message, e) : e);
            _completion.TrySetResult(1);
        }
    }

    private async Task<AfterExit> RunWorkerAsync(CancellationToken stopping)
    {
        await using var worker = Start();
        try
        {
            await worker.Channel.SetUpAsync(app, options.ConnectTimeout, stopping);
            _wasReady = true;
            _ready.TrySetResult(worker);
        }
        catch (InvocationFailedException e)
        {
            var ended = worker.Process.Exited.IsCompleted;
            worker.Process.Kill();
            if (!_wasReady)
            {
                // The first worker would fail again in the same way.
                FailInvocations(
                    ended ? $"the function app ended with exit code {await worker.Process.Exited} before it was ready" : e.Message);
                _completion.TrySetResult(1);
                return AfterExit.StopHost;
            }
            if (!ended)
                Log.NotReady(_logger, e.Message);
        }
        catch (OperationCanceledException)
        {
            // No invocation has started yet.
            worker.Process.Kill();
        }

        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping);
        await Task.WhenAny(worker.Process.Exited, worker.Channel.Disconnected, stopped);
        gateway.Forget(worker.Id);
        if (stopping.IsCancellationRequested)
        {
            await worker.StopAsync();
            return AfterExit.StayDown;
        }
        await worker.EndAsync(DisconnectGrace);
        return Next(await worker.Process.Exited, worker.TimedOut);
    }

    private WorkerInstance Start()
    {
        var id = Guid.NewGuid().ToString();
        var socket = Path.Combine(_sockets.FullName, $"{id[..8]}.sock");
        var channel = new WorkerChannel(Receive);
        gateway.Expect(id, channel);
        var process = WorkerProcess.Start(
            app,
            [
                "--host", gatewayAddress.Host, "--port", $"{gatewayAddress.Port}", "--workerId", id, "--requestId", $"{Guid.NewGuid()}",
                "--grpcMaxMessageLength", $"{int.MaxValue}", "--functions-uri", $"{gatewayAddress}", "--functions-worker-id", id,
                "--functions-request-id", $"{Guid.NewGuid()}", "--functions-grpc-max-message-length", $"{int.MaxValue}",
            ],
            // Another process could take a port before the worker listens there; it cannot take this socket.
            [.. environment, new("Kestrel__Endpoints__Http__Url", $"http://unix:{socket}")],
            options.AppOutput);
        ProcessId = process.Id;
        _ = process.Exited.ContinueWith(
            exited => channel.Close(new($"the app stopped before it answered (exit code {exited.Result})")), TaskScheduler.Default);
        return new(id, process, channel, socket);
    }

    private void Receive(StreamingMessage message)
    {
        if (message.RpcLog is { } line)
            WorkerLog.Write(line, options.AppOutput);
        options.OnReceived(message);
    }

    private AfterExit Next(int code, bool timedOut)
    {
        var next = timedOut ? AfterExit.Restart : _restarts.Exited(code, options.TimeProvider.GetUtcNow());
        switch (next)
        {
            case AfterExit.Restart:
                Log.Restarting(_logger, code);
                break;
            case AfterExit.StayDown:
                Log.StaysDown(_logger);
                FailInvocations("the function app ended with exit code 0, after which the Functions host never restarts it");
                break;
            case AfterExit.StopHost:
                Log.GivesUp(_logger, code);
                FailInvocations($"the function app failed three times within 30 minutes, at last with exit code {code}");
                _completion.TrySetResult(1);
                break;
        }
        return next;
    }

    private void FailInvocations(string why)
    {
        var failed = new InvocationFailedException(why);
        if (_ready.TrySetException(failed))
            return;
        var replacement = NewReady();
        replacement.SetException(failed);
        Volatile.Write(ref _ready, replacement);
    }

    private static TaskCompletionSource<WorkerInstance> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The function app is killed: {Why}")]
        public static partial void NotReady(ILogger logger, string why);

        [LoggerMessage(LogLevel.Warning, "The function app ended with exit code {ExitCode} and is restarted")]
        public static partial void Restarting(ILogger logger, int exitCode);

        [LoggerMessage(
            LogLevel.Error,
            "The function app ended with exit code 0: the Functions host never restarts it then, and every later invocation fails")]
        public static partial void StaysDown(ILogger logger);

        [LoggerMessage(
            LogLevel.Critical, "The function app ended with exit code {ExitCode}, its third failure within 30 minutes: the host stops")]
        public static partial void GivesUp(ILogger logger, int exitCode);
    }
}
