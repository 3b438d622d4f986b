using System.Net.Http.Headers;

namespace HopsworksFunctions.Core.Http;

/// <summary>
/// Reads each answer whole, up to a limit, so that retries and time-outs cover its body too; and says <c>application/json</c> also
/// on requests without a body, as the API's own client does.
/// </summary>
internal sealed class BufferingHandler(long limit) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Empty, not null: once the transport has begun to send content it does not send a request again by itself on another connection.
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
