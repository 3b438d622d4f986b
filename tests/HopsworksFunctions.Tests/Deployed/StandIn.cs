using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Tests.Deployed;

/// <summary>A server on a loopback port that answers as told, and remembers its requests.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<(string Request, string Key, string Body)> asked = [];

    private StandIn(int status, string type, Func<string, string> body)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        app = builder.Build();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var sent = await reader.ReadToEndAsync(context.RequestAborted);
            var request = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
            lock (asked)
                asked.Add((request, $"{context.Request.Headers["x-functions-key"]}", sent));
            (context.Response.StatusCode, context.Response.ContentType) = (status, type);
            await context.Response.WriteAsync(body(request), context.RequestAborted);
        });
    }

    public Uri Address => new(app.Urls.Single());

    public IReadOnlyList<(string Request, string Key, string Body)> Asked
    {
        get { lock (asked) return [.. asked]; }
    }

    public static Task<StandIn> AnsweringAsync(int status, string body, string type = "application/json") =>
        AnsweringAsync(status, _ => body, type);

    /// <param name="body">The answer to a request such as <c>GET /api/runs?limit=1</c>.</param>
    public static async Task<StandIn> AnsweringAsync(int status, Func<string, string> body, string type = "application/json")
    {
        var standIn = new StandIn(status, type, body);
        await standIn.app.StartAsync(TestContext.Current.CancellationToken);
        return standIn;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
