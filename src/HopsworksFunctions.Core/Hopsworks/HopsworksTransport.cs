using System.Net;

namespace HopsworksFunctions.Core.Hopsworks;

/// <summary>
/// The connections to Hopsworks.ai, which all accounts of the app share, because each request has its own key in a header. The connections
/// of a single account would stay open for a minute after its services are released, and an instance may have hundreds of accounts.
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
