using Azure;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;

namespace HopsworksFunctions.Core.Secrets;

/// <summary>Reads a secret's latest version from Key Vault. Each cause of failure has its own message that says what to do.</summary>
internal sealed class VaultReader(SecretClient client, TimeProvider time)
{
    public Uri Vault => client.VaultUri;

    /// <exception cref="SecretUnavailableException">For every failure, including the <paramref name="deadline"/>.</exception>
    public async Task<Secret> ReadAsync(string name, CancellationToken deadline)
    {
        try
        {
            var response = await client.GetSecretAsync(name, cancellationToken: deadline).ConfigureAwait(false);
            return Check(response.Value);
        }
        catch (Exception e) when (e is not SecretUnavailableException)
        {
            // The SDK wraps the failures of all attempts when it gives up; the last one says most.
            throw Explain(name, e is AggregateException { InnerExceptions: [.., var last] } ? last : e);
        }
    }

    private Secret Check(KeyVaultSecret read)
    {
        var (name, version) = (read.Name, read.Properties.Version);
        if (read.Properties.Enabled == false) throw Disabled(name, null);
        // Key Vault itself returns secrets before this time and after they expire.
        if (read.Properties.NotBefore is { } start && start > time.GetUtcNow())
            throw new SecretUnavailableException(
                $"The latest version of secret '{name}' ({version}) becomes valid {start:u}. Wait, change its activation "
                + $"date, or store a version that is valid now.");
        var value = SecretText.Clean(read.Value);
        return value.Length > 0
            ? new(value, version, read.Properties.ExpiresOn) { CreatedOn = read.Properties.CreatedOn }
            : throw new SecretUnavailableException(
                $"Secret '{name}' ({version}) in {Vault} is empty. Store a new version.");
    }

    private SecretUnavailableException Explain(string name, Exception exception) => exception switch
    {
        OperationCanceledException =>
            new($"{Vault} or the identity endpoint did not answer in time (KeyVault__ReadTimeout).", exception),
        CredentialUnavailableException => new(
            "No Azure identity is available to open the vault. In Azure, give the function app a managed identity and, if it is "
                + "user-assigned, set AZURE_CLIENT_ID. On your machine, run 'az login'.", exception),
        AuthenticationFailedException => new(
            "Azure issued no token for the app's identity. Check that the identity exists and that AZURE_CLIENT_ID, "
                + "if set, is its client ID.", exception),
        RequestFailedException e => Explain(name, e),
        _ => new($"Reading secret '{name}' from {Vault} failed: {exception.Message}", exception),
    };

    private SecretUnavailableException Explain(string name, RequestFailedException e) => e.Status switch
    {
        404 => new($"{Vault} has no secret '{name}'. Store it with 'az keyvault secret set --vault-name … "
            + $"--name {name} --file …', or correct the name in the settings.", e)
        { IsWithdrawn = true },
        403 when Says(e, "SecretDisabled") => Disabled(name, e),
        403 when Says(e, "ForbiddenByFirewall") || Says(e, "ForbiddenByConnection") =>
            new($"The network rules of {Vault} block this app. Allow its subnet or outbound addresses, or use a private endpoint.",
                e),
        403 => new($"The app's identity cannot read secrets in {Vault}. Give it the role 'Key Vault Secrets User'; new roles "
            + $"take up to ten minutes.", e),
        401 => new($"{Vault} rejected the token of the app's identity (HTTP 401). Check that the identity and the vault "
            + $"belong to the same tenant.", e),
        429 => new($"{Vault} is rate limiting (HTTP 429). The app retries.", e),
        0 => new($"Cannot reach {Vault}. Check KeyVault__Uri, DNS and the network. The app retries.", e),
        _ => new($"{Vault} failed (HTTP {e.Status}{(e.ErrorCode is null ? "" : $" {e.ErrorCode}")}). The app retries.", e),
    };

    private SecretUnavailableException Disabled(string name, Exception? inner) =>
        new($"Secret '{name}' in {Vault} is disabled. Enable it, or store a new version.", inner) { IsWithdrawn = true };

    private static bool Says(RequestFailedException e, string code) =>
        e.GetRawResponse()?.Content.ToString().Contains(code, StringComparison.Ordinal) == true;
}
