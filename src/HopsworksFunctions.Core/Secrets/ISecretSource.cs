namespace HopsworksFunctions.Core.Secrets;

/// <summary>A secret's value with what is known of it. <c>ToString</c> never shows the value.</summary>
/// <param name="Version">The vault's version id, or the name of the setting that it came from.</param>
public sealed record Secret(string Value, string Version, DateTimeOffset? ExpiresOn)
{
    /// <summary>When this version was stored; null when its source does not say.</summary>
    public DateTimeOffset? CreatedOn { get; init; }

    public override string ToString() => $"secret version {Version}";
}

/// <summary>A secret that cannot be had; the message says why and what to do, and never shows a value.</summary>
public sealed class SecretUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The vault says that the secret is gone or disabled, so that a copy of it must not be used any more either.</summary>
    internal bool IsWithdrawn { get; init; }

    /// <summary>A development machine has neither this secret nor a vault to ask.</summary>
    internal bool IsNowhere { get; init; }
}

/// <summary>What is known of a secret without asking its source; never its value.</summary>
/// <param name="Source">The vault's address, or the name of the setting.</param>
/// <param name="Version">The version that is served; null when none is.</param>
/// <param name="ReadOn">When the served version was last read; null when it never was.</param>
/// <param name="ReadTook">How long the last attempt to read it took.</param>
/// <param name="Problem">Why the last attempt failed; null when it did not. With a version: an old copy is served meanwhile.</param>
/// <param name="CreatedOn">When the served version was stored; null when its source does not say.</param>
public sealed record SecretStatus(
    string Source, string? Version = null, DateTimeOffset? ExpiresOn = null, DateTimeOffset? ReadOn = null, TimeSpan? ReadTook = null,
    string? Problem = null,
    DateTimeOffset? CreatedOn = null);

/// <summary>Where secrets come from: Key Vault, or local configuration in development.</summary>
public interface ISecretSource
{
    /// <summary>The secret, from the cache while it is fresh.</summary>
    /// <exception cref="SecretUnavailableException">
    /// It is missing, disabled, not yet valid, or the vault cannot be reached and nothing is cached.
    /// </exception>
    ValueTask<Secret> GetAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Reads a secret again because the service refused <paramref name="refused"/>; rate-limited.
    /// Null when there is no newer version.
    /// </summary>
    Task<Secret?> RereadAsync(string name, Secret refused, CancellationToken cancellationToken);

    SecretStatus Describe(string name);
}
