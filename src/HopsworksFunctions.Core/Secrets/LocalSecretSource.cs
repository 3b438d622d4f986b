namespace HopsworksFunctions.Core.Secrets;

/// <summary>Development only: some secrets come from settings, the others from Key Vault if there is one.</summary>
/// <param name="local">The secrets from settings, by their names in Key Vault.</param>
internal sealed class LocalSecretSource(IReadOnlyDictionary<string, Secret> local, ISecretSource? vault) : ISecretSource
{
    public ValueTask<Secret> GetAsync(string name, CancellationToken cancellationToken) =>
        local.TryGetValue(name, out var secret) ? new(secret) : (vault ?? throw Missing(name)).GetAsync(name, cancellationToken);

    public Task<Secret?> RereadAsync(string name, Secret refused, CancellationToken cancellationToken) =>
        local.ContainsKey(name) ? Task.FromResult<Secret?>(null) : (vault ?? throw Missing(name))
            .RereadAsync(name, refused, cancellationToken);

    public SecretStatus Describe(string name) => local.TryGetValue(name, out var secret)
        ? new(secret.Version, secret.Version)
        : vault?.Describe(name) ?? new("settings", Problem: Missing(name).Message);

    private static SecretUnavailableException Missing(string name) =>
        new($"There is no secret '{name}' on this machine; set Secrets__{name}, or KeyVault__Uri to the address "
            + $"of the Key Vault that holds it.")
        { IsNowhere = true };
}
