using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>The host's HTTP server: the functions' routes and keys, and <c>/admin</c>.</summary>
internal static class HttpFront
{
    private const long MaxRequestBytes = 100 * 1024 * 1024;

    // No logging providers: ASP.NET Core's request log would show the key in `code=`.
    /// <exception cref="CliException">The port is taken.</exception>
    public static async Task<WebApplication> StartAsync(
        int port, HostKeys keys, Action<WebApplication> map, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            // Kestrel can find a free port only for a single address.
            if (port == 0)
                kestrel.Listen(IPAddress.Loopback, port);
            else
                kestrel.ListenLocalhost(port);
        });
        builder.Services.AddRouting().AddHttpForwarder();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);

        var web = builder.Build();
        web.UseRouting();
        web.Use((context, next) => CheckAsync(context, next, keys));
        map(web);
        try
        {
            await web.StartAsync(cancellationToken);
            return web;
        }
        catch (IOException e)
        {
            await web.DisposeAsync();
            throw new CliException($"Port {port} is not available ({e.Message.TrimEnd('.')}). Use --port.", e);
        }
    }

    public static void MapFunction(this IEndpointRouteBuilder routes, string prefix, HttpTrigger trigger, RequestDelegate run)
    {
        var pattern = RoutePatternFactory.Parse($"/{prefix}/{trigger.Route.TrimStart('/')}".Replace("//", "/", StringComparison.Ordinal));
        var endpoint = trigger.Methods.Count == 0
            ? routes.Map(pattern, run)
            : routes.MapMethods(pattern.RawText!, trigger.Methods.Select(method => method.ToUpperInvariant()), run);
        endpoint.WithMetadata(new Access(trigger.AuthLevel));
    }

    public static void MapAdmin(this IEndpointRouteBuilder routes, string method, string pattern, RequestDelegate run) =>
        routes.MapMethods(pattern, [method], run).WithMetadata(new Access(AuthLevel.Admin));

    /// <summary>Answers 404 if no function has the route and method, and 401 without the key.</summary>
    private static Task CheckAsync(HttpContext context, RequestDelegate next, HostKeys keys)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Access>() is not { } access)
            return Answer(StatusCodes.Status404NotFound);

        var key = context.Request.Headers["x-functions-key"].FirstOrDefault() ?? context.Request.Query["code"].FirstOrDefault();
        return keys.Open(access.Level, key) ? next(context) : Answer(StatusCodes.Status401Unauthorized);

        Task Answer(int status)
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        }
    }

    private sealed record Access(AuthLevel Level);
}
