using System.Net;

namespace HopsworksFunctions.Core.Hopsworks;

/// <summary>
/// The connections to Hopsworks.ai, which all accounts of the app share: who asks is in the header of each request. An account's own
/// would stay open for a minute after its services were let go, and an instance may have some hundreds.
/// </summary>
internal sealed class HopsworksTransport
{
    public HttpMessageHandler Handler { get; } = new SocketsHttpHandler
    {
        // A redirect would send the key to another host.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    };
}
