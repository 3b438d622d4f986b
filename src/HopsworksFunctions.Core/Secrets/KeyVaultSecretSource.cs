using System.Collections.Concurrent;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Core.Secrets;

/// <summary>The secrets of one Key Vault, each cached.</summary>
/// <param name="random">A value from 0 to 1 that varies the cache lifetime, so that the app's instances do not all read at once.</param>
internal sealed class KeyVaultSecretSource(
    SecretClient client, SecretsOptions options, TimeProvider time, Func<double> random, ILogger<KeyVaultSecretSource> logger)
        : ISecretSource
{
    private readonly ConcurrentDictionary<string, CachedSecret> secrets = new(StringComparer.OrdinalIgnoreCase);
    private readonly VaultReader vault = new(client, time);

    public ValueTask<Secret> GetAsync(string name, CancellationToken cancellationToken) => Find(name).GetAsync(cancellationToken);

    public Task<Secret?> RereadAsync(string name, Secret refused, CancellationToken cancellationToken) =>
        Find(name).RereadAsync(refused, cancellationToken);

    public SecretStatus Describe(string name) => Find(name).Status;

    private CachedSecret Find(string name) =>
        secrets.GetOrAdd(name, static (name, source) => source.Create(name), this);

    private CachedSecret Create(string name) => new(name, vault, options, time, random, logger);
}
