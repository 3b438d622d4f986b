using System.Security.Authentication;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.Http;

/// <summary>A description of an exception from a call to a cluster, in a few words.</summary>
internal static class ConnectionFault
{
    public static string Explain(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "its host name cannot be resolved",
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.SecureConnectionError,
            InnerException: AuthenticationException e
        } when e.Message.Contains("certificate", StringComparison.Ordinal) =>
            $"its certificate is not trusted ({TextSanitizer.ToLine(e.Message)})",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "no TLS connection",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError } =>
            "cannot connect",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "its answer is too large",
        _ => "it closed the connection early",
    };
}
