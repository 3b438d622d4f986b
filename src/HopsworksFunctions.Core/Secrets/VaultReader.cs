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
                $"The latest version of the secret '{name}' ({version}) is not valid before {start:u}. Wait, change its activation "
                + $"date, or store a version that is valid now.");
        var value = SecretText.Clean(read.Value);
        return value.Length > 0
            ? new(value, version, read.Properties.ExpiresOn) { CreatedOn = read.Properties.CreatedOn }
            : throw new SecretUnavailableException(
                $"The secret '{name}' ({version}) in {Vault} is empty. Store a version that holds the value.");
    }

    private SecretUnavailableException Explain(string name, Exception exception) => exception switch
    {
        OperationCanceledException =>
            new($"The vault {Vault}, or the identity endpoint before it, did not answer in time (KeyVault__ReadTimeout).", exception),
        CredentialUnavailableException => new(
            "There is no Azure identity to open the vault with. In Azure: give the function app a managed identity, and set "
                + "AZURE_CLIENT_ID if it is user-assigned. On your own machine: run 'az login'.", exception),
        AuthenticationFailedException => new(
            "Azure gave no token for the identity that opens the vault. Check that the identity exists and that AZURE_CLIENT_ID, "
                + "where set, is its client id.", exception),
        RequestFailedException e => Explain(name, e),
        _ => new($"Reading the secret '{name}' from {Vault} failed: {exception.Message}", exception),
    };

    private SecretUnavailableException Explain(string name, RequestFailedException e) => e.Status switch
    {
        404 => new($"There is no secret '{name}' in {Vault}. Store it there, for instance with 'az keyvault secret set --vault-name … "
            + $"--name {name} --file …', or correct the configured name.", e)
        { IsWithdrawn = true },
        403 when Says(e, "SecretDisabled") => Disabled(name, e),
        403 when Says(e, "ForbiddenByFirewall") || Says(e, "ForbiddenByConnection") =>
            new($"The network rules of {Vault} keep this app out. Allow its subnet or its outbound addresses, or use a private endpoint.",
                e),
        403 => new($"The app's identity may not read secrets of {Vault}. Give it the role 'Key Vault Secrets User' there; a new role "
            + $"assignment can take ten minutes to work.", e),
        401 => new($"{Vault} refused the token of the app's identity (HTTP 401). Check that the identity and the vault "
            + $"belong to the same tenant.", e),
        429 => new($"{Vault} is asked for too much (HTTP 429). It is tried again later.", e),
        0 => new($"{Vault} cannot be reached. Check KeyVault__Uri, DNS and the network. It is tried again later.", e),
        _ => new($"{Vault} failed (HTTP {e.Status}{(e.ErrorCode is null ? "" : $" {e.ErrorCode}")}). It is tried again later.", e),
    };

    private SecretUnavailableException Disabled(string name, Exception? inner) =>
        new($"The secret '{name}' in {Vault} is disabled. Enable it, or store a new version.", inner) { IsWithdrawn = true };

    private static bool Says(RequestFailedException e, string code) =>
        e.GetRawResponse()?.Content.ToString().Contains(code, StringComparison.Ordinal) == true;
}
