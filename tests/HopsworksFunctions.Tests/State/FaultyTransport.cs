using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;

namespace HopsworksFunctions.Tests.State;

/// <summary>Answers with a fault, loses the answers to writes that were made, and counts faults and lease renewals.</summary>
/// <param name="status">Answered to everything while it is set.</param>
internal sealed class FaultyTransport(int? status = null, int loseAnswers = 0) : HttpClientTransport
{
    private int faults;
    private int renewals;

    public int? Status { get; set; } = status;

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
        await base.ProcessAsync(message);
        if (message.Request.Method != RequestMethod.Get && AnswersToLose > 0)
        {
            AnswersToLose--;
            throw new IOException("The connection was closed.");
        }
        if (message.Request.Headers.TryGetValue("x-ms-lease-action", out var action) && action == "renew")
            Interlocked.Increment(ref renewals);
    }

    private sealed class Answer(int status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("") });
    }
}
