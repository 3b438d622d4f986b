using System.Net;
using HopsworksFunctions.Core.Secrets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Hopsworks;

/// <summary>
/// Adds the API key to each request. If Hopsworks.ai rejects the key, the handler rereads the secret and, if Key Vault has a newer version,
/// sends the request once more. A rejected request was not carried out, so this is safe for actions also.
/// </summary>
internal sealed partial class ApiKeyHandler(
    ISecretSource secrets, IOptions<HopsworksOptions> options, TimeProvider time, ILogger<ApiKeyHandler> logger) : DelegatingHandler
{
    /// <summary>The key of a request, which must be redacted from answers that repeat it.</summary>
    public static readonly HttpRequestOptionsKey<Secret> Key = new("HopsworksFunctions.ApiKey");

    private readonly string name = options.Value.ApiKeySecretName;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var secret = await secrets.GetAsync(name, cancellationToken).ConfigureAwait(false);
        var response = await SendAsync(request, secret, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)) return response;
        var reply = await ApiResponse.ReadAsync(response, time.GetCurrentInstant(), cancellationToken).ConfigureAwait(false);
        if (!reply.RefusesKey) return response;
        if (await secrets.RereadAsync(name, secret, cancellationToken).ConfigureAwait(false) is not { } newer) return response;
        Log.KeyChanged(logger, secret.Version, newer.Version);
        response.Dispose();
        return await SendAsync(request, newer, cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Secret secret, CancellationToken cancellationToken)
    {
        // The framework's own error about such a header would quote the key.
        if (secret.Value.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new SecretUnavailableException(
                $"Secret '{name}' (version {secret.Version}) is not an API key: it contains spaces or other invalid characters. "
                + $"Store the key again without quotes or line breaks.");
        request.Options.Set(Key, secret);
        request.Headers.Remove("x-api-key");
        request.Headers.TryAddWithoutValidation("x-api-key", secret.Value);
        return base.SendAsync(request, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Hopsworks.ai rejected API key version {Refused}; using version {Newer}")]
        public static partial void KeyChanged(ILogger logger, string refused, string newer);
    }
}
