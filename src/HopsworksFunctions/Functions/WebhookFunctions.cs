using HopsworksFunctions.Core.Webhooks;
using HopsworksFunctions.Http;

namespace HopsworksFunctions.Functions;

/// <summary>Webhooks from other systems: pipelines, alerts, budgets.</summary>
public sealed class WebhookFunctions(WebhookHandler desk)
{
    /// <summary>
    /// <c>POST webhooks/{source}?dryRun=</c>: 200 if all clusters succeeded or there was nothing to do, 207 if some failed, 502 if all
    /// failed.
    /// </summary>
    [Function("Webhook")]
    public async Task<IResult> ReceiveAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "webhooks/{source}")] HttpRequest request,
        string source, FunctionContext context, CancellationToken cancellationToken)
    {
        var dryRun = RequestQuery.DryRun(request.Query);
        var body = await RequestBody.BytesAsync(request, WebhookHandler.MaxBody, cancellationToken);
        var delivery = new WebhookDelivery(source, body, Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature"));
        var outcome = (await desk.ReceiveAsync(delivery, context.InvocationId, dryRun, cancellationToken)).OrProblem();
        return TypedResults.Json(outcome, statusCode: StatusOf(outcome.Outcome));

        string? Header(string name) => request.Headers[name] is [{ } one] ? one : null;
    }

    private static int StatusOf(WebhookResult outcome) => outcome switch
    {
        WebhookResult.Done or WebhookResult.Nothing => 200,
        WebhookResult.Partial => 207,
        WebhookResult.Failed => 502,
    };
}
