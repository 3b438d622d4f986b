using System.Text.Json;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;

namespace HopsworksEmulator.Http;

/// <summary>What each call to the API goes through: the gateway's key check, the faults to come, the control plane, the log.</summary>
internal sealed class CallPipeline(EmulatedControlPlane plane, ApiJson json, ApiKeys keys, FaultPlan faults, CallLog calls, TimeProvider time)
{
    public async Task AnswerAsync(HttpContext context, Operation operation, Func<ApiCall, Envelope> act)
    {
        var cluster = (string?)context.GetRouteValue("id");
        if (!keys.Accepts(context.Request.Headers["x-api-key"]))
        {
            Log(operation, cluster, "403 Forbidden", done: false);
            await GatewayAnswer.WriteAsync(context, 403, GatewayAnswer.Body(403));
            return;
        }
        var fault = faults.Take(operation, cluster, plane.Now);
        var envelope = await ActAsync(context, fault, act);
        Log(operation, cluster, Outcome(fault, envelope), done: envelope?.Code is >= 200 and < 300);
        if (fault is { Kind: not FaultKind.SlowBody, Latency: var latency } && latency > TimeSpan.Zero)
            await Task.Delay(latency, time, context.RequestAborted);
        await WriteAsync(context, operation, fault, envelope);
    }

    private static async Task<Envelope?> ActAsync(HttpContext context, Fault? fault, Func<ApiCall, Envelope> act)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return fault is { ReplacesAnswer: true, AfterEffect: false } ? null : act(new(context, body.ToArray()));
    }

    private async Task WriteAsync(HttpContext context, Operation operation, Fault? fault, Envelope? envelope)
    {
        if (fault?.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        switch (fault)
        {
            case { Kind: FaultKind.Gateway, Status: var status }:
                await GatewayAnswer.WriteAsync(context, status ?? 500, fault.Body ?? GatewayAnswer.Body(status ?? 500));
                break;
            case { Kind: FaultKind.Closed }:
                context.Abort();
                break;
            case { Kind: FaultKind.Envelope }:
                await WriteAsync(context, fault, new Envelope(fault.Code, fault.Message), fault.Status ?? fault.Code);
                break;
            case { Kind: FaultKind.EmptyList } when operation == Operation.List:
                await WriteAsync(context, fault, new Envelope(200, Payload: new ClustersPayload([])), 200);
                break;
            default:
                await WriteAsync(context, fault, envelope!, envelope!.Code);
                break;
        }
    }

    private async Task WriteAsync(HttpContext context, Fault? fault, Envelope envelope, int status)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(envelope, json.Envelope);
        var half = body.Length / 2;
        var written = fault?.Kind switch
        {
            FaultKind.Empty => 0,
            FaultKind.Malformed => half,
            _ => body.Length,
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = written;
        if (fault?.Kind is FaultKind.SlowBody or FaultKind.ClosedMidBody)
        {
            await context.Response.Body.WriteAsync(body.AsMemory(0, half), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (fault.Kind == FaultKind.ClosedMidBody)
            {
                context.Abort();
                return;
            }
            await Task.Delay(fault.Latency, time, context.RequestAborted);
            await context.Response.Body.WriteAsync(body.AsMemory(half), context.RequestAborted);
            return;
        }
        await context.Response.Body.WriteAsync(body.AsMemory(0, written), context.RequestAborted);
    }

    private static string Outcome(Fault? fault, Envelope? envelope) => fault switch
    {
        { Kind: FaultKind.Gateway } => $"{fault.Status ?? 500} gateway",
        { Kind: FaultKind.Envelope } => $"{fault.Status ?? fault.Code} {fault.Message}",
        { Kind: FaultKind.Closed } => "closed",
        { Kind: not FaultKind.Delay } => $"{envelope!.Code} {fault.Kind}",
        _ => envelope!.Message is { } message ? $"{envelope.Code} {message}" : $"{envelope.Code}",
    };

    private void Log(Operation operation, string? cluster, string outcome, bool done) =>
        calls.Add(new(plane.Now, operation, cluster, outcome, done));
}
