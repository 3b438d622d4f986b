using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using HopsworksFunctions.Cli.LocalHost.Protocol;
using RpcException = HopsworksFunctions.Cli.LocalHost.Protocol.RpcException;
using Content = HopsworksFunctions.Cli.LocalHost.Protocol.StreamingMessage.ContentOneofCase;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>The host's messages with one worker process, in the order of the Functions host.</summary>
/// <param name="received">Receives each message of the worker.</param>
internal sealed class WorkerChannel(Action<StreamingMessage> received)
{
    private static readonly TimeSpan InitTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan IndexTimeout = TimeSpan.FromMinutes(1);

    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>();
    private readonly Channel<StreamingMessage> _answers = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _invocations = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disconnected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, string> _functionIds = [];
    private Exception? _closed;

    /// <summary>Completes when the worker has disconnected, even if its process is still running.</summary>
    public Task Disconnected => _disconnected.Task;

    /// <summary>Handles the worker's only call, after its first message, until the worker or the host ends.</summary>
    public async Task ServeAsync(
        IAsyncStreamReader<StreamingMessage> from, IAsyncStreamWriter<StreamingMessage> to, CancellationToken cancellationToken)
    {
        _connected.TrySetResult();
        var writing = WriteAsync(to, cancellationToken);
        try
        {
            while (await from.MoveNext(cancellationToken))
                Receive(from.Current);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The worker is gone. The exit code of its process says more.
        }
        _outgoing.Writer.TryComplete();
        _disconnected.TrySetResult();
        await writing;
    }

    /// <summary>Prepares the worker for invocations.</summary>
    /// <exception cref="InvocationFailedException">
    /// The worker does not connect, answer or load its functions in time, or has exited.
    /// </exception>
    public async Task SetUpAsync(FunctionApp app, TimeSpan toConnect, CancellationToken cancellationToken)
    {
        await InTimeAsync(_connected.Task, toConnect, "connect to the host", cancellationToken);

        Send(new()
        {
            // This host copies that version of the Functions host.
            WorkerInitRequest = new() { HostVersion = "4.1037.0.0", WorkerDirectory = app.Directory, FunctionAppDirectory = app.Directory },
        });
        var init = (await AnswerAsync(Content.WorkerInitResponse, InitTimeout, cancellationToken)).WorkerInitResponse;
        Check(init.Result, "the worker refused to begin");
        if (!init.Capabilities.ContainsKey("HttpUri") && app.Functions.Any(function => function.Trigger is HttpTrigger))
        {
            throw new InvocationFailedException(
                "the worker takes no HTTP requests; let its Program.cs call ConfigureFunctionsWebApplication");
        }

        Send(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = app.Directory } });
        var index = (await AnswerAsync(Content.FunctionMetadataResponse, IndexTimeout, cancellationToken)).FunctionMetadataResponse;
        Check(index.Result, "the worker cannot tell its functions");
        var known = index.FunctionMetadataResults.ToDictionary(function => function.Name);
        foreach (var name in app.Functions.Select(function => function.Name))
        {
            _functionIds[name] = known.TryGetValue(name, out var function) ? function.FunctionId
                : throw new InvocationFailedException(
                    $"the worker has no function {name}, which functions.metadata names; build the app anew");
        }
        await LoadAsync([.. app.Functions.Select(function => known[function.Name])], cancellationToken);
    }

    /// <summary>Runs a function. After a cancellation, asks the worker to end it and still waits for its response.</summary>
    /// <exception cref="InvocationFailedException">The invocation failed, or the worker is gone.</exception>
    public async Task InvokeAsync(string function, InvocationRequest request, CancellationToken cancellationToken)
    {
        request.FunctionId = _functionIds[function];
        var answer = new TaskCompletionSource<InvocationResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        _invocations[request.InvocationId] = answer;
        try
        {
            if (_closed is { } closed)
                throw closed;
            Send(new() { InvocationRequest = request });
            await using var _ = cancellationToken.Register(() => Cancel(request.InvocationId));
            Check((await answer.Task).Result, null);
        }
        finally
        {
            _invocations.TryRemove(request.InvocationId, out var _);
        }
    }

    /// <summary>Asks the worker to cancel its invocations and to end.</summary>
    public void Terminate(TimeSpan grace)
    {
        foreach (var id in _invocations.Keys)
            Cancel(id);
        Send(new() { WorkerTerminate = new() { GracePeriod = Duration.FromTimeSpan(grace) } });
    }

    /// <summary>Fails the invocations of a process that has exited.</summary>
    public void Close(InvocationFailedException why)
    {
        _closed = why;
        _connected.TrySetException(why);
        _answers.Writer.TryComplete(why);
        foreach (var answer in _invocations.Values)
            answer.TrySetException(why);
    }

    private async Task LoadAsync(IReadOnlyList<RpcFunctionMetadata> functions, CancellationToken cancellationToken)
    {
        foreach (var function in functions)
        {
            var metadata = new RpcFunctionMetadata
            {
                Name = function.Name, ScriptFile = function.ScriptFile, EntryPoint = function.EntryPoint,
            };
            metadata.Bindings.Add(function.Bindings);
            metadata.Properties["FunctionId"] = function.FunctionId;
            Send(new() { FunctionLoadRequest = new() { FunctionId = function.FunctionId, Metadata = metadata } });
        }
        foreach (var _ in functions)
        {
            var loaded = (await AnswerAsync(Content.FunctionLoadResponse, IndexTimeout, cancellationToken)).FunctionLoadResponse;
            Check(loaded.Result, $"the worker cannot load {functions.First(function => function.FunctionId == loaded.FunctionId).Name}");
        }
    }

    private async Task<StreamingMessage> AnswerAsync(Content kind, TimeSpan timeout, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = _answers.Reader.ReadAsync(cancellationToken).AsTask();
            await InTimeAsync(next, timeout, $"answer with {kind}", cancellationToken);
            var answer = await next;
            if (answer.ContentCase == kind)
                return answer;
        }
    }

    private static async Task InTimeAsync(Task task, TimeSpan timeout, string what, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(timeout, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new InvocationFailedException($"the worker did not {what} within {timeout.TotalSeconds:0} s", e);
        }
        catch (ChannelClosedException e) when (e.InnerException is InvocationFailedException why)
        {
            throw why;
        }
    }

    private void Receive(StreamingMessage message)
    {
        received(message);
        switch (message.ContentCase)
        {
            case Content.InvocationResponse:
                if (_invocations.TryGetValue(message.InvocationResponse.InvocationId, out var answer))
                    answer.TrySetResult(message.InvocationResponse);
                break;
            case Content.RpcLog or Content.None:
                break;
            default:
                _answers.Writer.TryWrite(message);
                break;
        }
    }

    private async Task WriteAsync(IAsyncStreamWriter<StreamingMessage> to, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
                await to.WriteAsync(message, cancellationToken);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or OperationCanceledException)
        {
            // The worker is gone.
        }
    }

    private void Cancel(string invocation) => Send(new() { InvocationCancel = new() { InvocationId = invocation } });

    private void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    private static void Check(StatusResult result, string? what)
    {
        if (result is { Status: StatusResult.Types.Status.Success })
            return;
        var why = result?.Exception is { } exception ? Why(exception) : "it does not say why";
        throw new InvocationFailedException(what is null ? why : $"{what}: {why}");
    }

    // An error of the worker itself has its type and stack in the message.
    private static string Why(RpcException exception) => exception.Type.Length == 0
        ? exception.Message.Split('\n')[0].TrimEnd()
        : $"{exception.Type}: {exception.Message}".ReplaceLineEndings(" ");
}
