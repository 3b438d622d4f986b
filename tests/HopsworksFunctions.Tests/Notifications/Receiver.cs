using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>What a webhook leads to, on a real socket: it keeps what it got and answers as a test says, otherwise with 200.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Received> received = [];

    private Receiver(WebApplication app) => this.app = app;

    /// <summary>The answers to come, one for each request.</summary>
    public ConcurrentQueue<Func<HttpContext, Task>> Answers { get; } = [];

    public IReadOnlyList<Received> All => [.. received];

    public Received Only => Assert.Single(received);

    public string Address { get; private set; } = "";

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver.app.Run(receiver.AnswerAsync);
        await receiver.app.StartAsync(TestContext.Current.CancellationToken);
        receiver.Address = $"{receiver.app.Urls.Single()}/services/kEyMaRkEr";
        return receiver;
    }

    public Receiver WithAnswer(int status, string body = "", string? retryAfter = null, string? location = null)
    {
        Answers.Enqueue(context =>
        {
            context.Response.StatusCode = status;
            if (retryAfter is not null)
                context.Response.Headers.RetryAfter = retryAfter;
            if (location is not null)
                context.Response.Headers.Location = location;
            return context.Response.WriteAsync(body);
        });
        return this;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        received.Enqueue(new(context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
        if (Answers.TryDequeue(out var answer))
            await answer(context);
    }
}

internal sealed record Received(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body)!;
}
