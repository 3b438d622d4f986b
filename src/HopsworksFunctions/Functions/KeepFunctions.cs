using HopsworksFunctions.Access;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Http;
using HopsworksFunctions.Pages;
using NodaTime.Extensions;

namespace HopsworksFunctions.Functions;

/// <summary>
/// The page behind the link in a stop warning. Its signed token, valid for one stop of one cluster, replaces the function key.
/// </summary>
public sealed class KeepFunctions(KeepRunning keep, TimeProvider time)
{
    /// <summary><c>GET keep?token=</c>: shows what will happen, and a form to confirm. Link previews change nothing.</summary>
    [Function("Keep")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "keep")] HttpRequest request, CancellationToken cancellationToken)
    {
        var token = LinkForm.TokenIn(request);
        return Answer(request, token, await keep.LookAsync(token, cancellationToken));
    }

    /// <summary><c>POST keep</c>: receives the form, and keeps the cluster running for the chosen time.</summary>
    [Function("KeepConfirmed")]
    public async Task<IResult> ConfirmAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "keep")] HttpRequest request,
        FunctionContext context, CancellationToken cancellationToken)
    {
        if (await LinkForm.ReadAsync(request, cancellationToken) is not { } form)
            return SmallPage.Answer(request.HttpContext.Response, LinkPages.TooLarge, 413);
        var token = form.Token;
        var requester = RequesterReader.Of(request, context, KeepRunning.AskerName) with { Trigger = "link" };
        return Answer(request, token, await keep.KeepAsync(token, form.Field("for"), requester, cancellationToken));
    }

    private IResult Answer(HttpRequest request, string token, OperationResult<KeepAnswer> asked)
    {
        var answer = asked.OrProblem();
        var page = new KeepPage(time.GetCurrentInstant(), LinkForm.ActionOf(request, "keep")).Of(answer, token);
        return SmallPage.Answer(request.HttpContext.Response, page, StatusOf(answer));
    }

    private static int StatusOf(KeepAnswer answer) => answer is KeepAnswer.Denied denied ? LinkPages.StatusOf(denied.Why) : 200;
}
