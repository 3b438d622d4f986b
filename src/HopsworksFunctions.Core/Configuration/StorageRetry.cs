using Azure.Core;

namespace HopsworksFunctions.Core.Configuration;

/// <summary>
/// How long Azure Storage may take. Its clients left to themselves wait for a service that hangs for seven minutes, nearly as long as
/// the host lets a run take.
/// </summary>
internal static class StorageRetry
{
    /// <summary>A call that is never answered, and all its tries, are over within a minute.</summary>
    public static T Bounded<T>(this T options) where T : ClientOptions
    {
        options.Retry.MaxRetries = 3;
        options.Retry.MaxDelay = TimeSpan.FromSeconds(5);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        return options;
    }
}
