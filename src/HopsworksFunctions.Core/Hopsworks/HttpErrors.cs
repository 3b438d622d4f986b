using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Policies.Json;
using Polly.Timeout;
using Refit;

namespace HopsworksFunctions.Core.Hopsworks;

/// <summary>Classifies exceptions from a call.</summary>
internal static class HttpErrors
{
    /// <summary>Null for an unexpected exception.</summary>
    public static ApiFailure? Classify(Exception exception) => exception switch
    {
        ApiRequestException { InnerException: { } inner } => Classify(inner),
        SecretUnavailableException e => new(FailureKind.KeyUnavailable, e.Message),
        TimeoutRejectedException e =>
            new(FailureKind.NoAnswer, $"Hopsworks.ai gave no whole answer within {e.Timeout.TotalSeconds:0.#} s."),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            new(FailureKind.Malformed, "Hopsworks.ai's answer is larger than Hopsworks__MaxResponseSize allows."),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } e =>
            new(FailureKind.Unreachable, $"Hopsworks.ai's host name cannot be resolved; check Hopsworks__BaseUrl and the network. "
                + $"({TextSanitizer.ToLine(e.Message)})"),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } e =>
            new(FailureKind.Unreachable, $"No TLS connection to Hopsworks.ai can be made. "
                + $"({TextSanitizer.ToLine(e.InnerException?.Message ?? e.Message)})"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError } e =>
            new(FailureKind.Unreachable, $"No connection to Hopsworks.ai can be made; check Hopsworks__BaseUrl and the network. "
                + $"({TextSanitizer.ToLine(e.Message)})"),
        HttpRequestException or IOException =>
            new(FailureKind.NoAnswer, $"Hopsworks.ai closed the connection before its whole answer. "
            + $"({TextSanitizer.ToLine(exception.Message)})"),
        _ => null,
    };
}
