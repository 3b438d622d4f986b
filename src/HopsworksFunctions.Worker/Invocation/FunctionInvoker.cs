using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Runs invocations through the middleware and says in the log which of them failed, and why.</summary>
internal sealed partial class FunctionInvoker(
    IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware, ILogger<FunctionInvoker> logger)
{
    private readonly FunctionExecutionDelegate _pipeline = middleware.Reverse().Aggregate(
        (FunctionExecutionDelegate)(context => ((InvocationContext)context).InvokeFunctionAsync()), (next, use) => use(next));

    /// <summary>Runs one invocation and writes its <c>IResult</c>, if it has one.</summary>
    /// <returns>Null when it succeeded.</returns>
    public async Task<Exception?> TryInvokeAsync(InvocationContext context, HttpContext http)
    {
        var name = context.FunctionDefinition.Name;
        using var scope = Log.Invocation(logger, name, context.InvocationId);
        try
        {
            await _pipeline(context);
            if (context.Result is IResult result)
                await result.ExecuteAsync(http);
            return null;
        }
        catch (OperationCanceledException e) when (context.CancellationToken.IsCancellationRequested)
        {
            Log.Cancelled(logger, name, context.InvocationId);
            return e;
        }
        catch (Exception e)
        {
            Log.Failed(logger, e, name, context.InvocationId);
            return e;
        }
    }

    private static partial class Log
    {
        public static readonly Func<ILogger, string, string, IDisposable?> Invocation =
            LoggerMessage.DefineScope<string, string>("Function {FunctionName} InvocationId {InvocationId}");

        [LoggerMessage(LogLevel.Error, "Function {FunctionName} failed ({InvocationId}).")]
        public static partial void Failed(ILogger logger, Exception exception, string functionName, string invocationId);

        [LoggerMessage(LogLevel.Warning, "Function {FunctionName} was cancelled ({InvocationId}): its caller or the host is gone, or the worker stops.")]
        public static partial void Cancelled(ILogger logger, string functionName, string invocationId);
    }
}
