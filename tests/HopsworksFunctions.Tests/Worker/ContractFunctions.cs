using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Tests.Worker;

/// <summary>What the functions below saw; one for each app under test.</summary>
public sealed class Seen
{
    public TaskCompletionSource<string> Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource<string> Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TimerInfo? Timer { get; set; }

    public string? InvocationId { get; set; }

    public string? Message { get; set; }

    public bool Disposed { get; set; }

    public List<Guid> Scopes { get; } = [];

    public List<string> Middleware { get; } = [];
}

/// <summary>A service of which each invocation has its own.</summary>
public sealed class PerInvocation
{
    public Guid Id { get; } = Guid.NewGuid();
}

public sealed class TimerFunctions(Seen seen, PerInvocation scoped, IServiceProvider services) : IDisposable
{
    [Function("Record")]
    public void Record([TimerTrigger("0 */5 * * * *")] TimerInfo timer, FunctionContext context)
    {
        seen.Timer = timer;
        seen.InvocationId = context.InvocationId;
        seen.Scopes.AddRange([scoped.Id, ((PerInvocation)services.GetService(typeof(PerInvocation))!).Id]);
        context.GetLogger<TimerFunctions>().Recorded();
    }

    [Function("Throw")]
    public static async Task ThrowAsync([TimerTrigger("%Schedule%")] TimerInfo timer)
    {
        await Task.Yield();
        throw new InvalidOperationException("the password is hunter2");
    }

    [Function("WaitForCancel")]
    public async Task WaitForCancelAsync([TimerTrigger("0 0 1 * * sun")] TimerInfo timer, CancellationToken cancellationToken)
    {
        seen.Started.SetResult("timer");
        cancellationToken.Register(() => seen.Cancelled.SetResult("timer"));
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    [Function("Receive")]
    public void Receive([QueueTrigger("work")] string message) => seen.Message = message;

    public void Dispose() => seen.Disposed = true;
}

public sealed class HttpFunctions(Seen seen)
{
    [Function("Greet")]
    public static IResult Greet([HttpTrigger(AuthorizationLevel.Function, "get", Route = "greet/{name}/{times:int}")] HttpRequest req, string name, int times, FunctionContext context) =>
        Results.Text($"{name} x{times} {req.Query["punctuation"]} {ReferenceEquals(context.GetHttpContext(), req.HttpContext)}");

    [Function("Post")]
    public async Task<IResult> PostAsync([HttpTrigger("post", Route = "items/{id?}")] HttpRequest req, string? id, FunctionContext context)
    {
        seen.InvocationId = context.InvocationId;
        using var body = new StreamReader(req.Body);
        return Results.Text($"{id ?? "none"}: {await body.ReadToEndAsync(context.CancellationToken)}", statusCode: StatusCodes.Status202Accepted);
    }

    [Function("ByName")]
    public static IResult ByName([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest req) => Results.Text(req.Method);

    [Function("PostRecord")]
    public static IResult PostRecord([HttpTrigger("post", Route = "record")] HttpRequest req) => Results.NoContent();

    [Function("Parse")]
    public static IResult Parse([HttpTrigger("get", Route = "parse/{id}")] HttpRequest req, Guid id) => Results.Text(id.ToString());

    [Function("Break")]
    public static IResult Break([HttpTrigger("get", Route = "break")] HttpRequest req) => throw new InvalidOperationException("the password is hunter2");

    [Function("Hang")]
    public async Task<IResult> HangAsync([HttpTrigger("get", Route = "hang")] HttpRequest req, CancellationToken cancellationToken)
    {
        seen.Started.SetResult("http");
        cancellationToken.Register(() => seen.Cancelled.SetResult("http"));
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return Results.Ok();
    }
}

internal static partial class TestLog
{
    [LoggerMessage(LogLevel.Information, "Recorded.")]
    public static partial void Recorded(this ILogger logger);
}
