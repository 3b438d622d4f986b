using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>Passes a request to the app as it came, and its answer back as it is.</summary>
internal sealed partial class Forwarder(AppSupervisor supervisor, Uri appAddress, HttpMessageInvoker http, ILogger logger)
{
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    public async Task ForwardAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await supervisor.InvokeAsync(token => SendAsync(context, token), context.RequestAborted);
            Log.Answered(logger, context.Request.Method, context.Request.Path, context.Response.StatusCode, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (InvocationFailedException e)
        {
            Log.Failed(logger, context.Request.Method, context.Request.Path, e.Message);
            if (context.Response.HasStarted)
                context.Abort();
            else
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has left; there is nobody to answer.
        }
    }

    private async Task SendAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var request = ToAppRequest(context.Request);
        using var answer = await http.SendAsync(request, cancellationToken);

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (!HopByHop.Contains(name) && !answer.Headers.Connection.Contains(name))
                context.Response.Headers[name] = values.ToArray();
        }
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await StreamAsync(body, context.Response, cancellationToken);
    }

    private HttpRequestMessage ToAppRequest(HttpRequest original)
    {
        var request = new HttpRequestMessage(new HttpMethod(original.Method), new Uri(appAddress, original.GetEncodedPathAndQuery()));
        if (original.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            request.Content = new StreamContent(original.Body);

        var connection = original.Headers.Connection.ToString().Split(',', StringSplitOptions.TrimEntries);
        foreach (var (name, values) in original.Headers)
        {
            if (HopByHop.Contains(name) || connection.Contains(name, StringComparer.OrdinalIgnoreCase))
                continue;
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }
        request.Headers.AddInvocation(Guid.NewGuid());
        return request;
    }

    /// <summary>Copies piece by piece, so that a slow stream reaches the caller as it comes.</summary>
    private static async Task StreamAsync(Stream from, HttpResponse to, CancellationToken cancellationToken)
    {
        await to.StartAsync(cancellationToken);
        var buffer = new byte[16 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            await to.Body.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            await to.Body.FlushAsync(cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Method} {Path} answered {Status} in {Milliseconds:0} ms")]
        public static partial void Answered(ILogger logger, string method, string path, int status, double milliseconds);

        [LoggerMessage(LogLevel.Error, "{Method} {Path} failed: {Why}")]
        public static partial void Failed(ILogger logger, string method, string path, string why);
    }
}
