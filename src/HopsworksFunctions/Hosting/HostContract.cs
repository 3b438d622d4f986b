using Microsoft.Azure.Functions.Worker.Middleware;

namespace HopsworksFunctions.Hosting;

/// <summary>The outermost step of each invocation: controls what the host receives.</summary>
internal sealed class HostContract(ILogger<HostContract> logger) : IFunctionsWorkerMiddleware
{
    // The scope name by which the worker finds a log line's invocation; with OpenTelemetry it only adds the id under other names.
    private const string InvocationId = "AzureFunctions_InvocationId";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        using var scope = logger.BeginScope(new KeyValuePair<string, object>[] { new(InvocationId, context.InvocationId) });
        await next(context);
        // Already sent as the HTTP response; the worker would send it again, and the host would discard it.
        if (context.GetHttpContext() is not null)
            context.GetInvocationResult().Value = null;
    }
}
