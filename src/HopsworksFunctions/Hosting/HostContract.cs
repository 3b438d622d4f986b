using Microsoft.Azure.Functions.Worker.Middleware;

namespace HopsworksFunctions.Hosting;

/// <summary>The outermost middleware of each invocation, which controls the data that the host receives.</summary>
internal sealed class HostContract(ILogger<HostContract> logger) : IFunctionsWorkerMiddleware
{
    // The worker finds a log line's invocation by this scope name. With OpenTelemetry, the scope only adds the ID under other names.
    private const string InvocationId = "AzureFunctions_InvocationId";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        using var scope = logger.BeginScope(new KeyValuePair<string, object>[] { new(InvocationId, context.InvocationId) });
        await next(context);
        // The result is already in the HTTP response. The worker would send it again, and the host would discard it.
        if (context.GetHttpContext() is not null)
            context.GetInvocationResult().Value = null;
    }
}
