using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace HopsworksFunctions.Http;

/// <summary>A middleware that answers expected exceptions with problem details, or with a page for browsers.</summary>
internal sealed class ProblemMiddleware : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { Response: var response })
        {
            await next(context);
            return;
        }
        try
        {
            await next(context);
        }
        catch (Exception e) when (ProblemOf(e) is { } problem)
        {
            context.GetInvocationResult().Value = IsPage(context.FunctionDefinition.Name) ? PageOf(problem, response) : problem;
        }
        // This prevents browsers from treating JSON as a page, whatever text it contains.
        if (context.GetInvocationResult().Value is IValueHttpResult)
            response.Headers.XContentTypeOptions = "nosniff";
    }

    /// <summary>Returns whether a function is a page that anyone with its link may open.</summary>
    public static bool IsPage(string function) => function is "Keep" or "KeepConfirmed" or "StartLink" or "StartLinkConfirmed";

    private static ProblemHttpResult? ProblemOf(Exception exception) => exception switch
    {
        ProblemException e => e.Problem,
        StateUnavailableException e => Problems.Of(new(OperationErrorKind.StateUnavailable, e.Message)),
        StateConflictException e => Problems.Of(new(OperationErrorKind.StateConflict, $"{e.Message} Try again.")),
        TooManyEntriesException e => Problems.TooLong(e.Message),
        _ => null,
    };

    private static IResult PageOf(ProblemHttpResult problem, HttpResponse response)
    {
        // A link's page must not show settings and addresses.
        var text = problem.StatusCode < 500
            ? problem.ProblemDetails.Detail!
            : "The app cannot do this right now. Try again in a minute, or tell the owner of this app.";
        return SmallPage.Answer(response, LinkPages.Message("This did not work", text), problem.StatusCode);
    }
}
