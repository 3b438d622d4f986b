using System.Net.Http.Headers;
using HopsworksFunctions.Core.Http;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Policies;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>A sender of payloads to a channel's address. Results and logs never contain the address, because it is a secret.</summary>
/// <param name="allowHttp">Whether to allow http for addresses on this machine, in development.</param>
internal sealed class ChannelSender(
    HttpClient http, ISecretSource secrets, IEnumerable<IChannelFormat> formats, IEnumerable<OwnSecrets> own, bool allowHttp,
    TimeProvider time)
{
    private const string Unseen = "; it contains blanks, line ends or a byte-order mark, so store the address in one line";
    private const string ShortKey = "is too short for signing; store 'whsec_' followed by at least 24 random bytes in base64";

    /// <summary>The time limit of one request.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    /// <exception cref="OperationCanceledException">Only if <paramref name="cancellationToken"/> is cancelled.</exception>
    public async Task<Delivery> SendAsync(NotificationChannel channel, Outgoing outgoing, CancellationToken cancellationToken)
    {
        // A cluster's tag can complete the name, so the name may be that of one of the app's own secrets.
        if (channel.ByTag is not null && own.Any(secrets => secrets.Contains(channel.UrlSecret)))
            return new(DeliveryResult.Refused, $"secret '{channel.UrlSecret}' is one of the app's own, not the address of a channel");
        try
        {
            var url = await secrets.GetAsync(channel.UrlSecret, cancellationToken);
            var signing = channel.IsSignable ? channel.SigningSecret : null;
            var key = signing is null ? null : await secrets.GetAsync(signing, cancellationToken);
            foreach (var payload in formats.Single(f => f.Type == channel.Type).Compose(outgoing))
            {
                var delivery = await PostAsync(channel, payload, url, key, cancellationToken);
                if (delivery.Result == DeliveryResult.Refused && await NewerAsync(channel, url, key, cancellationToken) is { } newer)
                {
                    (url, key) = newer;
                    delivery = await PostAsync(channel, payload, url, key, cancellationToken);
                }
                if (delivery.Result != DeliveryResult.Taken)
                    return delivery;
            }
            return Delivery.Taken;
        }
        catch (SecretUnavailableException e)
        {
            return new(e.IsNowhere ? DeliveryResult.NotHere : DeliveryResult.Refused, e.Message);
        }
    }

    /// <summary>Returns the newer secrets in Key Vault; null if there are none.</summary>
    private async Task<(Secret Url, Secret? Key)?> NewerAsync(
        NotificationChannel channel, Secret url, Secret? key, CancellationToken cancellationToken)
    {
        var newUrl = await secrets.RereadAsync(channel.UrlSecret, url, cancellationToken);
        var newKey = key is null ? null : await secrets.RereadAsync(channel.SigningSecret!, key, cancellationToken);
        return newUrl is null && newKey is null ? null : (newUrl ?? url, newKey ?? key);
    }

    private async Task<Delivery> PostAsync(
        NotificationChannel channel, Payload payload, Secret url, Secret? key, CancellationToken cancellationToken)
    {
        // A parser would drop some of these characters and escape others, which would change the address.
        var unseen = SecretText.HasUnseen(url.Value);
        if (!Uri.TryCreate(url.Value, UriKind.Absolute, out var address) || !IsAllowed(address) || unseen)
            return new(DeliveryResult.Refused, $"secret '{channel.UrlSecret}' does not contain an https address{(unseen ? Unseen : "")}");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(payload.Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(payload.ContentType);
        if (key is not null)
        {
            if (Signature.KeyOf(key.Value) is not { } bytes)
                return new(DeliveryResult.Refused, $"secret '{channel.SigningSecret}' {ShortKey}");
            Signature.Sign(request, payload, bytes, time.GetUtcNow());
        }
        using var deadline = new CancellationTokenSource(RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.IsSuccessStatusCode)
                return Delivery.Taken;
            var word = await DeliveryFailure.WordAsync(response, url.Value, either.Token);
            return DeliveryFailure.Read((int)response.StatusCode, word, RetryAfter.Of(response, time.GetCurrentInstant()));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(DeliveryResult.Unavailable, $"no answer within {RequestTimeout.TotalSeconds:0} seconds");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new(DeliveryResult.Unavailable, ConnectionFault.Explain(e));
        }
    }

    private bool IsAllowed(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || allowHttp && address is { Scheme: "http", IsLoopback: true };
}
