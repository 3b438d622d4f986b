namespace HopsworksFunctions.Core.Secrets;

/// <summary>In development: one secret from a setting, and the others from a vault where there is one.</summary>
internal sealed class LocalSecretSource(string name, Secret secret, ISecretSource? vault) : ISecretSource
{
    public ValueTask<Secret> GetAsync(string name, CancellationToken cancellationToken) =>
        IsLocal(name) ? new(secret) : (vault ?? throw Missing(name)).GetAsync(name, cancellationToken);

    public Task<Secret?> RereadAsync(string name, Secret refused, CancellationToken cancellationToken) =>
        IsLocal(name) ? Task.FromResult<Secret?>(null) : (vault ?? throw Missing(name)).RereadAsync(name, refused, cancellationToken);

    public SecretStatus Describe(string name) =>
        IsLocal(name) ? new(secret.Version, secret.Version) : vault?.Describe(name) ?? new("settings", Problem: Missing(name).Message);

    private static SecretUnavailableException Missing(string name) =>
        new($"There is no secret '{name}' on this machine; set KeyVault__Uri to the address of a vault that holds it.") { IsNowhere = true };

    private bool IsLocal(string asked) => string.Equals(asked, name, StringComparison.OrdinalIgnoreCase);
}
