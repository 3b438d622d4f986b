using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Testing;

/// <summary>The receiver of a webhook, on a real socket. It keeps what it receives, and answers 200 unless a test says otherwise.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedRequest> received = [];
    private readonly ConcurrentQueue<Func<HttpContext, Task>> answers = [];
    private readonly WebApplication app;

    private WebhookReceiver(WebApplication app) => this.app = app;

    /// <summary>The received requests, oldest first.</summary>
    public IReadOnlyList<ReceivedRequest> All => [.. received];

    public ReceivedRequest Only => received.Single();

    /// <summary>The webhook's address, which is a secret.</summary>
    public string Address => $"{app.Urls.Single()}/services/kEyMaRkEr";

    public int Port => new Uri(app.Urls.Single()).Port;

    /// <param name="certificate">The certificate for https; null for http.</param>
    public static async Task<WebhookReceiver> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        var receiver = new WebhookReceiver(builder.Build());
        receiver.app.Run(receiver.AnswerAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Adds the answer to one more request; answers are given in the order they were added.</summary>
    public WebhookReceiver Answering(int status, string body = "", string? retryAfter = null, string? location = null) =>
        Answering(context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        if (location is not null)
            context.Response.Headers.Location = location;
        return context.Response.WriteAsync(body);
    });

    /// <inheritdoc cref="Answering(int, string, string?, string?)"/>
    public WebhookReceiver Answering(Func<HttpContext, Task> answer)
    {
        answers.Enqueue(answer);
        return this;
    }

    /// <summary>Sets the answer to the next request, and removes all answers queued before.</summary>
    public void AnsweringOnly(Func<HttpContext, Task> answer)
    {
        answers.Clear();
        Answering(answer);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        received.Enqueue(new(context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray()));
        if (answers.TryDequeue(out var answer))
            await answer(context);
    }
}

public sealed record ReceivedRequest(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body)!;
}
