using System.Net;
using System.Net.Sockets;

namespace HopsworksFunctions.Core.IdleProbes;

/// <summary>
/// Decides which addresses a cluster's key may be sent to. They come from the control plane, not from the app's settings.
/// </summary>
internal static class ClusterAddress
{
    /// <summary>Returns the scheme and authority of an address; null if it is not an absolute http(s) address.</summary>
    // Called only for requests to a cluster: for all listed clusters, it took a third of the time of reading them.
    public static Uri? Of(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.Host.Length > 0
            ? new($"{uri.Scheme}://{uri.Authority}")
            : null;

    /// <summary>Returns why nothing may be sent to this address; null if it is allowed.</summary>
    public static string? Problem(Uri? url)
    {
        if (url is null)
            return "the cluster has no address";
        if (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            return "its address is not https";
        if (url.UserInfo.Length > 0)
            return "its address contains a user name";
        return IPAddress.TryParse(url.IdnHost, out var ip) && IsLinkLocal(ip)
            ? "its address is link-local (cloud metadata)"
            : null;
    }

    private static bool IsLinkLocal(IPAddress ip)
    {
        if (ip.IsIPv4MappedToIPv6)
            ip = ip.MapToIPv4();
        return ip.IsIPv6LinkLocal || ip.AddressFamily == AddressFamily.InterNetwork && ip.GetAddressBytes() is [169, 254, ..];
    }
}
