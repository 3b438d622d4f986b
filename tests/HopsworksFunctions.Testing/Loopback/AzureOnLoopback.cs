namespace HopsworksFunctions.Testing.Loopback;

/// <summary>
/// The Azure services that the function app uses, for child processes. Azure's SDK is used unchanged, and all services except tables have
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
            // In a transaction, Azurite finds the table only if the address has the account in its path.
            ["State__TableServiceUri"] = $"https://127.0.0.1:{storage.TablePort}/{Azurite.AccountName}",
        };
    }

    public KeyVaultEndpoint Vault { get; }

    public ManagedIdentityEndpoint Identity { get; }

    /// <summary>
    /// The shared storage emulator, which other tests also use. Give the app an <c>Account</c> of its own, which keys its state.
    /// </summary>
    public Azurite Storage { get; }

    public ConnectProxy Proxy { get; } = new();

    /// <summary>
    /// The environment that makes a child process use loopback as Azure. It includes the app settings that infra/main.bicep sets.
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
