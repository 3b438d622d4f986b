using Microsoft.Azure.Functions.Worker.Middleware;

namespace HopsworksFunctions.Hosting;

/// <summary>The outermost step of each invocation: what the host gets to know of it.</summary>
internal sealed class HostContract(ILogger<HostContract> logger) : IFunctionsWorkerMiddleware
{
    // The name by which the worker finds the invocation of a line; with OpenTelemetry it gives the id other names alone.
    private const string InvocationId = "AzureFunctions_InvocationId";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        using var scope = logger.BeginScope(new KeyValuePair<string, object>[] { new(InvocationId, context.InvocationId) });
        await next(context);
        // It is sent as the HTTP response; the worker would send it once more, to a host that throws it away.
        if (context.GetHttpContext() is not null)
            context.GetInvocationResult().Value = null;
    }
}
