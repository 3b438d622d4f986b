using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.EndToEndTests.Loopback;

/// <summary>
/// An endpoint that accepts any telemetry: as an OTLP collector (HTTP, protobuf), or with a certificate as Azure Monitor's ingestion.
/// </summary>
internal sealed class TelemetryEndpoint : IAsyncDisposable
{
    private readonly WebApplication app;

    private TelemetryEndpoint(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    /// <summary>The received telemetry, oldest first.</summary>
    public ConcurrentQueue<Delivery> Deliveries { get; } = new();

    public static async Task<TelemetryEndpoint> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        var endpoint = new TelemetryEndpoint(builder.Build());
        endpoint.app.Run(endpoint.AnswerAsync);
        await endpoint.app.StartAsync();
        return endpoint;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await (context.Request.Headers.ContentEncoding == "gzip"
            ? new GZipStream(context.Request.Body, CompressionMode.Decompress)
            : context.Request.Body).CopyToAsync(body);
        // Protobuf has strings in UTF-8 and IDs as bytes, so Latin-1 keeps each byte as one character.
        Deliveries.Enqueue(new(context.Request.Path.ToString(), context.Request.Headers.Authorization.ToString(), Encoding.Latin1.GetString(
            body.ToArray())));
        if (context.Request.Path.Value!.EndsWith("/track", StringComparison.Ordinal))
            await context.Response.WriteAsync("""{"itemsReceived":1,"itemsAccepted":1,"errors":[]}""");
    }
}

/// <summary>One request with telemetry.</summary>
internal sealed record Delivery(string Path, string Authorization, string Body);
