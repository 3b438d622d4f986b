using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Policies.Json;
using Polly.Timeout;
using Refit;

namespace HopsworksFunctions.Core.Hopsworks;

/// <summary>Classifies exceptions from a call.</summary>
internal static class HttpErrors
{
    /// <summary>Classifies an exception; null for an unexpected one.</summary>
    public static ApiFailure? Classify(Exception exception) => exception switch
    {
        ApiRequestException { InnerException: { } inner } => Classify(inner),
        SecretUnavailableException e => new(FailureKind.KeyUnavailable, e.Message),
        TimeoutRejectedException e =>
            new(FailureKind.NoAnswer, $"Hopsworks.ai did not answer within {e.Timeout.TotalSeconds:0.#} seconds."),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            new(FailureKind.Malformed, "The answer from Hopsworks.ai is larger than Hopsworks__MaxResponseSize."),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } e =>
            new(FailureKind.Unreachable, $"The host name of Hopsworks.ai cannot be resolved. Check Hopsworks__BaseUrl and the network. "
                + $"({TextSanitizer.ToLine(e.Message)})"),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } e =>
            new(FailureKind.Unreachable, $"No TLS connection to Hopsworks.ai: "
                + $"{TextSanitizer.ToLine(e.InnerException?.Message ?? e.Message)}"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError } e =>
            new(FailureKind.Unreachable, $"Cannot connect to Hopsworks.ai. Check Hopsworks__BaseUrl and the network. "
                + $"({TextSanitizer.ToLine(e.Message)})"),
        HttpRequestException or IOException =>
            new(FailureKind.NoAnswer, $"Hopsworks.ai closed the connection before the answer was complete. "
            + $"({TextSanitizer.ToLine(exception.Message)})"),
        _ => null,
    };
}
