using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;

namespace HopsworksFunctions.Tests.State;

/// <summary>
/// Answers late, with a fault or not at all, loses the answers to writes that were made, and counts faults and lease renewals.
/// </summary>
/// <param name="status">Answered to everything while it is set.</param>
internal sealed class FaultyTransport(int? status = null, int loseAnswers = 0) : HttpClientTransport
{
    private int faults;
    private int renewals;

    public int? Status { get; set; } = status;

    /// <summary>Nothing is answered, and the client's patience is short.</summary>
    public bool Hangs { get; set; }

    /// <summary>What becomes of a call before it is sent.</summary>
    public Action<HttpMessage> Sending { get; set; } = _ => { };

    /// <summary>What happens before a call gets through.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    /// <summary>To be among the policies of the client.</summary>
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
