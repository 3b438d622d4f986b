using System.Globalization;
using HopsworksEmulator.Faults;

namespace HopsworksEmulator.Http;

/// <summary>A writer of responses, which spoils them according to a fault.</summary>
internal sealed class ResponseWriter(TimeProvider time, TimeProvider dates)
{
    /// <param name="gatewayBody">Returns the gateway's bare body for a status.</param>
    public async Task SendAsync(HttpContext context, Fault? fault, int status, byte[] body, Func<int, string> gatewayBody)
    {
        if (fault is { Kind: not FaultKind.SlowBody, Latency: var latency } && latency > TimeSpan.Zero)
            await Task.Delay(latency, time, context.RequestAborted);
        // Without this, the server would add the time of this machine.
        context.Response.Headers.Date = dates.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        if (fault?.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        switch (fault?.Kind)
        {
            case FaultKind.Closed:
                context.Abort();
                break;
            case FaultKind.Gateway:
                var bare = fault.Body ?? gatewayBody(fault.GatewayStatus);
                await WriteAsync(context, fault.GatewayStatus, System.Text.Encoding.UTF8.GetBytes(bare));
                break;
            case FaultKind.Malformed:
                await WriteAsync(context, status, body.AsMemory(0, body.Length / 2));
                break;
            case FaultKind.Empty:
                await WriteAsync(context, 200, ReadOnlyMemory<byte>.Empty);
                break;
            case FaultKind.ClosedMidBody or FaultKind.SlowBody:
                await WriteHalvesAsync(context, fault, status, body);
                break;
            default:
                await WriteAsync(context, status, body);
                break;
        }
    }

    public static async Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> body)
    {
        Begin(context, status, body.Length);
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private async Task WriteHalvesAsync(HttpContext context, Fault fault, int status, ReadOnlyMemory<byte> body)
    {
        Begin(context, status, body.Length);
        await context.Response.Body.WriteAsync(body[..(body.Length / 2)], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (fault.Kind == FaultKind.ClosedMidBody)
        {
            context.Abort();
            return;
        }
        await Task.Delay(fault.Latency, time, context.RequestAborted);
        await context.Response.Body.WriteAsync(body[(body.Length / 2)..], context.RequestAborted);
    }

    private static void Begin(HttpContext context, int status, int length)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = length;
    }
}
