using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.State;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace HopsworksFunctions.Http;

/// <summary>Answers a request that ends in an expected exception with problem details, or with a page where a browser asks.</summary>
internal sealed class ProblemMiddleware : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (context.GetHttpContext() is not null && RefusalOf(e) is not null)
        {
            var refusal = RefusalOf(e)!;
            context.GetInvocationResult().Value = context.FunctionDefinition.Name.StartsWith("Keep", StringComparison.Ordinal)
                ? ProblemPage.Of(refusal, context.GetHttpContext()!.Response)
                : Problems.Of(refusal);
        }
        // No browser takes JSON for a page, whatever names and texts are in it.
        if (context.GetInvocationResult().Value is IValueHttpResult)
            context.GetHttpContext()!.Response.Headers.XContentTypeOptions = "nosniff";
    }

    private static Refusal? RefusalOf(Exception exception) => exception switch
    {
        InvalidSettingsException e => new(RefusalKind.Settings, e.Message),
        StateUnavailableException e => new(RefusalKind.StateUnavailable, e.Message),
        StateConflictException e => new(RefusalKind.StateConflict, $"{e.Message} Try again."),
        _ => null,
    };
}
