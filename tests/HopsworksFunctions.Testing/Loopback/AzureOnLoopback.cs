namespace HopsworksFunctions.Testing.Loopback;

/// <summary>
/// The Azure services that the function app uses, for child processes, with nothing of Azure's SDK replaced and, but for tables, under
/// their production names.
/// </summary>
public sealed class AzureOnLoopback : IAsyncDisposable
{
    public const string VaultHost = "kv-hops.vault.azure.net";

    public const string QueueHost = $"{Azurite.AccountName}.queue.core.windows.net";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("azure-on-loopback-");

    private AzureOnLoopback(KeyVaultEndpoint vault, ManagedIdentityEndpoint identity, Azurite storage)
    {
        (Vault, Identity, Storage) = (vault, identity, storage);
        Proxy.Routes[VaultHost] = vault.Port;
        Proxy.Routes[$"{Azurite.AccountName}.blob.core.windows.net"] = storage.BlobPort;
        Proxy.Routes[QueueHost] = storage.QueuePort;
        Environment = new Dictionary<string, string?>
        {
            ["IDENTITY_ENDPOINT"] = identity.Uri.ToString(),
            ["IDENTITY_HEADER"] = identity.Header,
            ["AZURE_CLIENT_ID"] = Guid.NewGuid().ToString(),
            ["SSL_CERT_FILE"] = storage.Certificate.WritePem(folder.FullName).Certificate,
            ["HTTPS_PROXY"] = Proxy.Uri.ToString(),
            ["NO_PROXY"] = "127.0.0.1,localhost",
            ["KeyVault__Uri"] = $"https://{VaultHost}/",
            ["State__BlobServiceUri"] = $"https://{Azurite.AccountName}.blob.core.windows.net/",
            // In a transaction, Azurite finds the table only in an address that has the account in its path.
            ["State__TableServiceUri"] = $"https://127.0.0.1:{storage.TablePort}/{Azurite.AccountName}",
        };
    }

    public KeyVaultEndpoint Vault { get; }

    public ManagedIdentityEndpoint Identity { get; }

    /// <summary>Outlives this, as other tests use it too: give the app an <c>Account</c> of its own, which keys all its state.</summary>
    public Azurite Storage { get; }

    public ConnectProxy Proxy { get; } = new();

    /// <summary>
    /// What a child process needs to take loopback for Azure, settings of the app included as far as infra/main.bicep sets them.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Environment { get; }

    public static async Task<AzureOnLoopback> StartAsync(Azurite storage) =>
        new(await KeyVaultEndpoint.StartAsync(storage.Certificate), await ManagedIdentityEndpoint.StartAsync(), storage);

    public async ValueTask DisposeAsync()
    {
        await Vault.DisposeAsync();
        await Identity.DisposeAsync();
        Proxy.Dispose();
        folder.Delete(recursive: true);
    }
}
