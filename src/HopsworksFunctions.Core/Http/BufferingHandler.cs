using System.Net.Http.Headers;

namespace HopsworksFunctions.Core.Http;

/// <summary>
/// A handler that reads each answer completely, up to a limit, so that retries and timeouts also cover the body. It also sends
/// <c>application/json</c> on requests without a body, like the API's own client.
/// </summary>
internal sealed class BufferingHandler(long limit) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Empty instead of null: once the transport has started to send content, it does not resend the request on another connection.
        request.Content ??= new ByteArrayContent([]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            await response.Content.LoadIntoBufferAsync(limit, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
