namespace HopsworksFunctions.Core.Secrets;

/// <summary>A secret's value with what is known of it. <c>ToString</c> never shows the value.</summary>
/// <param name="Version">The vault's version id, or the name of the setting that it came from.</param>
public sealed record Secret(string Value, string Version, DateTimeOffset? ExpiresOn)
{
    public override string ToString() => $"secret version {Version}";
}

/// <summary>A secret that cannot be had; the message says why and what to do, and never shows a value.</summary>
public sealed class SecretUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Where secrets come from: Key Vault, or local configuration in development.</summary>
public interface ISecretSource
{
    /// <summary>The secret, from the cache while it is fresh.</summary>
    /// <exception cref="SecretUnavailableException">It is missing, disabled, not yet valid, or the vault cannot be reached and nothing is cached.</exception>
    ValueTask<Secret> GetAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Reads a secret again because the service refused <paramref name="refused"/>; rate-limited.
    /// Null when there is no newer version.
    /// </summary>
    Task<Secret?> RereadAsync(string name, Secret refused, CancellationToken cancellationToken);
}
