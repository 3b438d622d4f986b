using System.Text.Json;
using HopsworksEmulator.Accounts;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;

namespace HopsworksEmulator.Http;

/// <summary>The path of each API call: the gateway's key check, the faults, the control plane and the log.</summary>
internal sealed class CallPipeline(EmulatedAccounts accounts, JsonSerializerOptions json, ResponseWriter writer)
{
    public async Task AnswerAsync(HttpContext context, Operation operation, Func<ApiCall, ResponseEnvelope> act)
    {
        var cluster = ApiCall.IdOf(context);
        if (accounts.Of(context.Request.Headers["x-api-key"]) is not { } account)
        {
            accounts.Refuse(operation, cluster, "403 Forbidden");
            await GatewayAnswer.ForbiddenAsync(context);
            return;
        }
        var plane = account.ControlPlane;
        var fault = account.Faults.Take(operation, cluster, plane.Now);
        var truth = await ActAsync(context, plane, fault, act);
        var answer = fault switch
        {
            { Kind: FaultKind.Envelope } => new ResponseEnvelope(fault.Code, fault.Message),
            { Kind: FaultKind.EmptyList } when operation == Operation.List => new(200, Payload: new { Clusters = Array.Empty<object>() }),
            _ => truth,
        };
        account.Calls.Add(new(plane.Now, operation, cluster, Outcome(fault, answer), Done: truth?.Code is >= 200 and < 300));
        var body = answer is null ? [] : JsonSerializer.SerializeToUtf8Bytes(answer, json);
        await writer.SendAsync(context, fault, fault?.Status ?? answer?.Code ?? 500, body, GatewayAnswer.Body);
    }

    private static async Task<ResponseEnvelope?> ActAsync(
        HttpContext context, EmulatedControlPlane plane, Fault? fault, Func<ApiCall, ResponseEnvelope> act)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        try
        {
            return fault is { ReplacesAnswer: true, AfterEffect: false } ? null : act(new(context, body.ToArray(), plane));
        }
        catch (JsonException)
        {
            return new(400, "invalid request body");
        }
    }

    private static string Outcome(Fault? fault, ResponseEnvelope? answer) => fault switch
    {
        { Kind: FaultKind.Gateway } => $"{fault.GatewayStatus} gateway",
        { Kind: FaultKind.Closed } => "closed",
        _ => string.Join(' ', new object?[] { answer!.Code, answer.Message, fault?.Kind }.OfType<object>()),
    };
}
