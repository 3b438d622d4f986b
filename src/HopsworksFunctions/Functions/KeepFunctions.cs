using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Http;
using HopsworksFunctions.Pages;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime.Extensions;

namespace HopsworksFunctions.Functions;

/// <summary>
/// The page behind the link in a stop warning. Its signed token, valid for one stop of one cluster, replaces the function key.
/// </summary>
public sealed class KeepFunctions(KeepRunning keep, TimeProvider time)
{
    private const int MaxForm = 4096;

    /// <summary><c>GET keep?token=</c>: shows what will happen, and a form to confirm. Link previews change nothing.</summary>
    [Function("Keep")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "keep")] HttpRequest request, CancellationToken cancellationToken)
    {
        var token = request.Query["token"] is [{ } one] ? one : "";
        return Answer(request, token, await keep.LookAsync(token, cancellationToken));
    }

    /// <summary><c>POST keep</c>: the form, which keeps the cluster running for the chosen time.</summary>
    [Function("KeepConfirmed")]
    public async Task<IResult> ConfirmAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "keep")] HttpRequest request,
        FunctionContext context, CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            bytes = await RequestBody.BytesAsync(request, MaxForm, cancellationToken);
        }
        catch (ProblemException)
        {
            var page = KeepPage.Message(
                "Request too large", "The form is larger than the page sends. Open the link from the message again.");
            return SmallPage.Answer(request.HttpContext.Response, page, 413);
        }
        var form = request.HasFormContentType ? QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(bytes)) : [];
        var token = Field(form, "token");
        var requester = RequesterReader.Of(request, context, KeepRunning.AskerName) with { Trigger = "link" };
        return Answer(request, token, await keep.KeepAsync(token, Field(form, "for"), requester, cancellationToken));
    }

    private static string Field(Dictionary<string, Microsoft.Extensions.Primitives.StringValues> form, string name) =>
        form.GetValueOrDefault(name) is [{ } one] ? one : "";

    private IResult Answer(HttpRequest request, string token, OperationResult<KeepAnswer> asked)
    {
        var answer = asked.OrProblem();
        var page = new KeepPage(time.GetCurrentInstant()).Of(answer, token);
        return SmallPage.Answer(request.HttpContext.Response, page, StatusOf(answer));
    }

    private static int StatusOf(KeepAnswer answer) => answer is not KeepAnswer.Denied denied ? 200 : denied.Why switch
    {
        KeepDenial.NoChoice => 400,
        KeepDenial.Forged or KeepDenial.Foreign => 403,
        KeepDenial.Gone => 404,
        KeepDenial.Stopping or KeepDenial.Stopped or KeepDenial.HeldDown => 409,
        KeepDenial.Expired or KeepDenial.Passed => 410,
        KeepDenial.NoKey => 503,
    };
}
