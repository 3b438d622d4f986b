using Azure.Core;

namespace HopsworksFunctions.Core.Configuration;

/// <summary>
/// Limits the time of Azure Storage calls. By default, its clients wait seven minutes for a service that hangs, nearly as long as the host
/// lets a run take.
/// </summary>
public static class StorageRetry
{
    /// <summary>Ends an unanswered call, with all its retries, within a minute.</summary>
    public static T Bounded<T>(this T options) where T : ClientOptions
    {
        options.Retry.MaxRetries = 3;
        options.Retry.MaxDelay = TimeSpan.FromSeconds(5);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        return options;
    }
}
