using System.Net.Http.Headers;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>The headers that the Functions host adds to every invocation.</summary>
internal static class InvocationHeaders
{
    public const string InvocationId = "X-Azure-Functions-InvocationId";
    public const string HostVersion = "X-Azure-Functions-HostVersion";

    /// <summary>Sets both, over anything that a caller sent under these names.</summary>
    public static void AddInvocation(this HttpRequestHeaders headers, Guid id)
    {
        headers.Remove(InvocationId);
        headers.Add(InvocationId, id.ToString());
        headers.Remove(HostVersion);

        // The host whose behaviour this one copies.
        headers.Add(HostVersion, "4.1037.0.0");
    }
}
