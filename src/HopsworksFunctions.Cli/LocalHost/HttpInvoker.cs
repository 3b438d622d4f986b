using System.Diagnostics;
using Google.Protobuf.Collections;
using HopsworksFunctions.Cli.LocalHost.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>
/// An invoker of HTTP functions that works like the Functions host: it forwards the request to the worker, and sends an invocation over
/// gRPC. The worker matches the two by the ID in a header.
/// </summary>
/// <param name="supervisor">A task that completes once the address of the host is known.</param>
internal sealed partial class HttpInvoker(Task<WorkerSupervisor> supervisor, IHttpForwarder forwarder, LocalHostOptions options)
{
    public const string InvocationIdHeader = "x-ms-invocation-id";

    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromSeconds(240) };

    private readonly ILogger _logger = options.LoggerFactory.CreateLogger("Http");

    public async Task InvokeAsync(HttpContext context, Function function, HttpTrigger trigger)
    {
        var started = Stopwatch.GetTimestamp();
        var (method, path) = (context.Request.Method, context.Request.Path);
        try
        {
            await (await supervisor).InvokeAsync(
                (worker, token) => SendAsync(context, function, trigger, worker, token), context.RequestAborted);
            Log.Answered(_logger, method, path, context.Response.StatusCode, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has disconnected.
        }
        catch (InvocationFailedException e)
        {
            Log.Failed(_logger, method, path, e.Message);
            // Over HTTP, a function that throws looks like an empty 200; only the gRPC response shows the failure.
            if (context.Response.HasStarted)
                context.Abort();
            else
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private async Task SendAsync(
        HttpContext context, Function function, HttpTrigger trigger, WorkerInstance worker, CancellationToken cancellationToken)
    {
        var id = options.NewInvocationId();
        // This replaces an ID sent by the caller, which would break the caller's own request.
        context.Request.Headers[InvocationIdHeader] = id;
        using var forwarded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answer = worker.Channel.InvokeAsync(function.Name, Request(context, id, trigger), forwarded.Token);
        var error = await forwarder.SendAsync(context, "http://localhost", worker.Http, Config, Forwarding.Instance, cancellationToken);
        if (error != ForwarderError.None)
        {
            // The response can no longer reach the caller.
            await forwarded.CancelAsync();
            await answer;
            throw new InvocationFailedException($"its answer cannot be passed on ({error})", context.GetForwarderErrorFeature()?.Exception);
        }
        await answer;
    }

    private static InvocationRequest Request(HttpContext context, string id, HttpTrigger trigger)
    {
        var headers = context.Request.Headers;
        var request = new InvocationRequest
        {
            InvocationId = id,
            InputData = { new ParameterBinding { Name = trigger.Binding, Data = new() { Http = new() } } },
            TraceContext = new() { TraceParent = $"{headers.TraceParent}", TraceState = $"{headers.TraceState}" },
        };
        foreach (var (name, values) in context.Request.Query)
            Add(request.TriggerMetadata, name, $"{values}");
        foreach (var (name, value) in context.Request.RouteValues)
            Add(request.TriggerMetadata, name, $"{value}");
        return request;
    }

    private static void Add(MapField<string, TypedData> metadata, string name, string value) => metadata[name] = new() { String = value };

    /// <summary>Forwards a request unchanged and adds the caller's address.</summary>
    private sealed class Forwarding : HttpTransformer
    {
        public static readonly Forwarding Instance = new();

        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.Headers.Host = null;
            Set("X-Forwarded-For", $"{httpContext.Connection.RemoteIpAddress}");
            Set("X-Forwarded-Host", $"{httpContext.Request.Host}");
            Set("X-Forwarded-Proto", httpContext.Request.Scheme);

            void Set(string name, string value)
            {
                proxyRequest.Headers.Remove(name);
                proxyRequest.Headers.TryAddWithoutValidation(name, value);
            }
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
