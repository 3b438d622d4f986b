using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;

namespace HopsworksFunctions.Tests.State;

/// <summary>
/// A transport that answers late, with a fault or not at all, loses the answers to completed writes, and counts faults and lease renewals.
/// </summary>
/// <param name="status">The status of every answer while it is set.</param>
internal sealed class FaultyTransport(int? status = null, int loseAnswers = 0) : HttpClientTransport
{
    private int faults;
    private int renewals;

    public int? Status { get; set; } = status;

    /// <summary>Whether calls get no answer. A client with <see cref="Impatience"/> then times out soon.</summary>
    public bool Hangs { get; set; }

    /// <summary>The callback that sees or changes each call before it is sent.</summary>
    public Action<HttpMessage> Sending { get; set; } = _ => { };

    /// <summary>The callback that each call waits for before it is sent.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    /// <summary>The client's policy that shortens its timeout while calls get no answer.</summary>
    public HttpPipelinePolicy Impatience => new ShortPatience(this);

    public int AnswersToLose { get; private set; } = loseAnswers;

    public int Faults => Volatile.Read(ref faults);

    public int Renewals => Volatile.Read(ref renewals);

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        if (Status is { } fault)
        {
            using var client = new HttpClient(new Answer(fault));
            await new HttpClientTransport(client).ProcessAsync(message);
            Interlocked.Increment(ref faults);
            return;
        }
        if (Hangs)
        {
            Interlocked.Increment(ref faults);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, message.CancellationToken);
        }
        await Before();
        Sending(message);
        await base.ProcessAsync(message);
        if (message.Request.Method != RequestMethod.Get && AnswersToLose > 0)
        {
            AnswersToLose--;
            throw new IOException("The connection was closed.");
        }
        if (message.Request.Headers.TryGetValue("x-ms-lease-action", out var action) && action == "renew")
            Interlocked.Increment(ref renewals);
    }

    private sealed class ShortPatience(FaultyTransport transport) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) =>
            message.NetworkTimeout = transport.Hangs ? TimeSpan.FromMilliseconds(20) : null;
    }

    private sealed class Answer(int status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("") });
    }
}
