using HopsworksFunctions.Access;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Http;
using HopsworksFunctions.Pages;
using NodaTime.Extensions;

namespace HopsworksFunctions.Functions;

/// <summary>
/// The page behind the link in the message about a stop. Its signed token, valid for one cluster until its next start time, replaces
/// the function key.
/// </summary>
public sealed class StartLinkFunctions(StartAgain again, TimeProvider time)
{
    /// <summary><c>GET start?token=</c>: shows what a start does, and a form to confirm. Link previews change nothing.</summary>
    [Function("StartLink")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "start")] HttpRequest request, CancellationToken cancellationToken)
    {
        var token = LinkForm.TokenIn(request);
        return Answer(request, token, await again.LookAsync(token, cancellationToken));
    }

    /// <summary><c>POST start</c>: receives the form, and starts the cluster.</summary>
    [Function("StartLinkConfirmed")]
    public async Task<IResult> ConfirmAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "start")] HttpRequest request,
        FunctionContext context, CancellationToken cancellationToken)
    {
        if (await LinkForm.ReadAsync(request, cancellationToken) is not { } form)
            return SmallPage.Answer(request.HttpContext.Response, LinkPages.TooLarge, 413);
        var token = form.Token;
        var requester = RequesterReader.Of(request, context, StartAgain.AskerName) with { Trigger = "link" };
        return Answer(request, token, await again.StartAsync(token, requester, cancellationToken));
    }

    private IResult Answer(HttpRequest request, string token, OperationResult<StartAnswer> asked)
    {
        var answer = asked.OrProblem();
        var status = answer is StartAnswer.Denied denied ? LinkPages.StatusOf(denied.Why) : 200;
        var page = new StartPage(time.GetCurrentInstant(), LinkForm.ActionOf(request, "start"));
        return SmallPage.Answer(request.HttpContext.Response, page.Of(answer, token), status);
    }
}
