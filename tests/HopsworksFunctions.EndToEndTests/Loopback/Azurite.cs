using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage;
using Azure.Storage.Blobs;
using HopsworksFunctions.EndToEndTests.Processes;
using HopsworksFunctions.Testing;

namespace HopsworksFunctions.EndToEndTests.Loopback;

/// <summary>The storage emulator, with the table and the container that infra/main.bicep creates; it enforces no role.</summary>
public sealed class Azurite : IAsyncDisposable
{
    public const string AccountName = "sthops";

    private readonly ChildProcess process;
    private readonly DirectoryInfo folder;

    private Azurite(
        ChildProcess process, DirectoryInfo folder, X509Certificate2 certificate, string accountKey, int blobPort, int tablePort)
    {
        (this.process, this.folder, Certificate, BlobPort, TablePort) = (process, folder, certificate, blobPort, tablePort);
        var transport = new HttpClientTransport(new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) =>
                shown?.GetCertHashString() == certificate.GetCertHashString() },
        }));
        Table = new TableClient(
            new Uri($"https://127.0.0.1:{tablePort}/{AccountName}"), "HopsworksFunctions",
            new TableSharedKeyCredential(AccountName, accountKey), new TableClientOptions { Transport = transport });
        Container = new BlobContainerClient(
            new Uri($"https://127.0.0.1:{blobPort}/{AccountName}/hopsworks-functions"),
            new StorageSharedKeyCredential(AccountName, accountKey), new BlobClientOptions { Transport = transport });
    }

    /// <summary>Also for the endpoints beside it, as a process trusts one certificate file.</summary>
    public X509Certificate2 Certificate { get; }

    public int BlobPort { get; }

    public int TablePort { get; }

    /// <summary>The app's state, for a test to look into or to prepare.</summary>
    public TableClient Table { get; }

    /// <summary>The container of the app's leases.</summary>
    public BlobContainerClient Container { get; }

    public static async Task<Azurite> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("azurite-");
        var certificate = LoopbackCertificate.Create();
        var files = certificate.WritePem(folder.FullName);
        var accountKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
        var process = ChildProcess.Start(
            "node",
            [
                Path.Combine(Repository.Root, "tests/azurite/node_modules/azurite/dist/src/azurite.js"),
                "--silent", "--disableTelemetry", "--inMemoryPersistence",
                "--skipApiVersionCheck", // the clients of today send a newer version than it knows
                "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
                "--oauth", "basic", "--cert", files.Certificate, "--key", files.Key,
            ],
            new Dictionary<string, string?> { ["AZURITE_ACCOUNTS"] = $"{AccountName}:{accountKey}" },
            folder.FullName);
        try
        {
            var azurite = new Azurite(process, folder, certificate, accountKey, await PortAsync("Blob"), await PortAsync("Table"));
            await azurite.Table.CreateAsync();
            await azurite.Container.CreateAsync();
            return azurite;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }

        async Task<int> PortAsync(string service) =>
            new Uri((await process.WaitForLineAsync($"Azurite {service} service is successfully listening at")).Split(' ')[^1]).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Certificate.Dispose();
        folder.Delete(recursive: true);
    }
}
