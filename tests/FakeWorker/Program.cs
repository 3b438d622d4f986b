// Speaks the worker's side of the protocol as FAKE_WORKER says, and writes each message it receives to standard output as JSON.
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using HopsworksFunctions.Cli.LocalHost.Protocol;
using Content = HopsworksFunctions.Cli.LocalHost.Protocol.StreamingMessage.ContentOneofCase;

var mode = Environment.GetEnvironmentVariable("FAKE_WORKER") ?? "good";
// A fake worker ends even if its test run is killed.
_ = Task.Delay(TimeSpan.FromMinutes(2), TimeProvider.System).ContinueWith(_ => Environment.Exit(99), TaskScheduler.Default);
if (mode == "never connects")
    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);

using var channel = GrpcChannel.ForAddress(Argument("--functions-uri"));
using var stream = new FunctionRpc.FunctionRpcClient(channel).EventStream();
await SendAsync(new() { StartStream = new() { WorkerId = mode == "is another" ? "somebody else" : Argument("--functions-worker-id") } });
while (await IsToldAsync())
{
    var message = stream.ResponseStream.Current;
    Console.WriteLine(JsonFormatter.Default.Format(message));
    if (mode == $"dies at {message.ContentCase}")
        Environment.Exit(3);
    if (mode == $"is late at {message.ContentCase}")
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
    if (mode == $"hangs up at {message.ContentCase}")
        break;
    if (mode != $"is silent at {message.ContentCase}")
        await AnswerAsync(message);
    if (message.ContentCase == Content.WorkerTerminate)
        return 1;
}
// The process stays alive but sends nothing more.
stream.Dispose();
await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
return 1;

async Task AnswerAsync(StreamingMessage message)
{
    var good = new StatusResult { Status = StatusResult.Types.Status.Success };
    var result = mode == $"fails at {message.ContentCase}"
        ? new StatusResult { Exception = new() { Type = "System.Exception", Message = "It is\nfake." } }
        : good;
    switch (message.ContentCase)
    {
        case Content.WorkerInitRequest:
            var init = new WorkerInitResponse { Result = result, Capabilities = { { "HttpUri", "http://localhost:1/" } } };
            await SendAsync(new() { WorkerInitResponse = init });
            break;
        case Content.FunctionsMetadataRequest:
            var index = new FunctionMetadataResponse { Result = result };
            string[] known = mode == "knows nothing" ? [] : ["Ok", "Other"];
            index.FunctionMetadataResults.AddRange(
                known.Select(name => new RpcFunctionMetadata { Name = name, FunctionId = $"id of {name}" }));
            await SendAsync(new() { FunctionMetadataResponse = index });
            break;
        case Content.FunctionLoadRequest:
            var loaded = new FunctionLoadResponse { FunctionId = message.FunctionLoadRequest.FunctionId, Result = result };
            await SendAsync(new() { FunctionLoadResponse = loaded });
            break;
        case Content.InvocationRequest:
            await LogAsync(RpcLog.Types.RpcLogCategory.User, "a line\nof the worker");
            await LogAsync(RpcLog.Types.RpcLogCategory.System, "of no interest");
            var invoked = new InvocationResponse { InvocationId = message.InvocationRequest.InvocationId, Result = result };
            await SendAsync(new() { InvocationResponse = invoked });
            break;
        default:
            // The real worker also acknowledges a cancellation and its own termination.
            await SendAsync(new());
            break;
    }
}

async Task<bool> IsToldAsync()
{
    try
    {
        return await stream.ResponseStream.MoveNext(CancellationToken.None);
    }
    catch (Grpc.Core.RpcException e) when (e.StatusCode == StatusCode.PermissionDenied)
    {
        Console.WriteLine("turned away");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return false;
    }
}

Task LogAsync(RpcLog.Types.RpcLogCategory category, string text) => SendAsync(new()
{
    RpcLog = new() { LogCategory = category, Category = "Some.Where", Level = RpcLog.Types.Level.Warning, Message = text },
});

Task SendAsync(StreamingMessage message) => stream.RequestStream.WriteAsync(message);

string Argument(string name) => args[Array.IndexOf(args, name) + 1];
