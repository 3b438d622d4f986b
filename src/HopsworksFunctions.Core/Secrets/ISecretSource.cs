namespace HopsworksFunctions.Core.Secrets;

/// <summary>A secret's value and metadata. <c>ToString</c> never shows the value.</summary>
/// <param name="Version">The version id in Key Vault, or the name of the setting that holds the secret.</param>
public sealed record Secret(string Value, string Version, DateTimeOffset? ExpiresOn)
{
    /// <summary>When this version was stored; null if the source does not say.</summary>
    public DateTimeOffset? CreatedOn { get; init; }

    public override string ToString() => $"secret version {Version}";
}

/// <summary>The failure to get a secret. The message says why and what to do, and never shows a value.</summary>
public sealed class SecretUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether Key Vault says that the secret is gone or disabled, so that cached copies must not be used either.</summary>
    internal bool IsWithdrawn { get; init; }

    /// <summary>Whether this is a development machine that has neither this secret nor a Key Vault.</summary>
    internal bool IsNowhere { get; init; }
}

/// <summary>The state of a secret, known without reading its source; never its value.</summary>
/// <param name="Source">Key Vault's address, or the name of the setting.</param>
/// <param name="Version">The version in use; null for none.</param>
/// <param name="ReadOn">When the version in use was last read; null if never.</param>
/// <param name="ReadTook">How long the last read attempt took.</param>
/// <param name="Problem">Why the last attempt failed; null when it succeeded. If there is a version, an old copy is in use.</param>
/// <param name="CreatedOn">When the version in use was stored; null if the source does not say.</param>
public sealed record SecretStatus(
    string Source, string? Version = null, DateTimeOffset? ExpiresOn = null, DateTimeOffset? ReadOn = null, TimeSpan? ReadTook = null,
    string? Problem = null,
    DateTimeOffset? CreatedOn = null);

/// <summary>The source of secrets: Key Vault, or local configuration in development.</summary>
public interface ISecretSource
{
    /// <summary>Returns the secret, from the cache while it is fresh.</summary>
    /// <exception cref="SecretUnavailableException">
    /// The secret is missing, disabled or not yet valid, or Key Vault cannot be reached and nothing is cached.
    /// </exception>
    ValueTask<Secret> GetAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Rereads a secret because the service refused <paramref name="refused"/>; rate-limited. Returns null if there is no newer version.
    /// </summary>
    Task<Secret?> RereadAsync(string name, Secret refused, CancellationToken cancellationToken);

    SecretStatus Describe(string name);
}
