using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Queues;
using HopsworksFunctions.Testing.Processes;

namespace HopsworksFunctions.Testing.Loopback;

/// <summary>The storage emulator with the table, container and queue that infra/main.bicep creates. It does not check roles.</summary>
public sealed class Azurite : IAsyncDisposable
{
    public const string AccountName = "sthops";

    private const string QueueName = "reconcile-account";

    private readonly ChildProcess process;
    private readonly DirectoryInfo folder;

    private Azurite(
        ChildProcess process, DirectoryInfo folder, X509Certificate2 certificate, string accountKey, int blobPort, int queuePort,
        int tablePort)
    {
        (this.process, this.folder, Certificate) = (process, folder, certificate);
        (BlobPort, QueuePort, TablePort) = (blobPort, queuePort, tablePort);
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
        Queue = new QueueClient(
            new Uri($"https://127.0.0.1:{queuePort}/{AccountName}/{QueueName}"),
            new StorageSharedKeyCredential(AccountName, accountKey), new QueueClientOptions { Transport = transport });
    }

    /// <summary>The endpoints beside Azurite also use this certificate, because a process trusts only one certificate file.</summary>
    public X509Certificate2 Certificate { get; }

    public int BlobPort { get; }

    public int QueuePort { get; }

    public int TablePort { get; }

    /// <summary>The table of the app's state, which a test can read or prepare.</summary>
    public TableClient Table { get; }

    /// <summary>The container of the app's leases.</summary>
    public BlobContainerClient Container { get; }

    /// <summary>The queue of the accounts' runs.</summary>
    public QueueClient Queue { get; }

    /// <summary>The number of requests so far; 0 if requests are not logged.</summary>
    public int Requests => process.Lines.Count(line => line.Contains(" HTTP/1.1\" ", StringComparison.Ordinal));

    /// <param name="logRequests">Whether Azurite logs its requests, without their bodies and headers.</param>
    public static async Task<Azurite> StartAsync(bool logRequests = false)
    {
        var folder = Directory.CreateTempSubdirectory("azurite-");
        var certificate = LoopbackCertificate.Create();
        var files = certificate.WritePem(folder.FullName);
        var accountKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
        var process = ChildProcess.Start(
            "node",
            [
                Path.Combine(Repository.Root, "tests/azurite/node_modules/azurite/dist/src/azurite.js"),
                .. logRequests ? Array.Empty<string>() : ["--silent"],
                "--disableTelemetry", "--inMemoryPersistence",
                "--skipApiVersionCheck", // The current clients send a newer version than Azurite knows.
                "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
                "--oauth", "basic", "--cert", files.Certificate, "--key", files.Key,
            ],
            new Dictionary<string, string?> { ["AZURITE_ACCOUNTS"] = $"{AccountName}:{accountKey}" },
            folder.FullName);
        try
        {
            var (blobs, queues, tables) = (await PortAsync("Blob"), await PortAsync("Queue"), await PortAsync("Table"));
            var azurite = new Azurite(process, folder, certificate, accountKey, blobs, queues, tables);
            await azurite.Table.CreateAsync();
            await azurite.Container.CreateAsync();
            await azurite.Queue.CreateAsync();
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

    /// <summary>Ends a lease, as the service does a minute after the lease was last renewed.</summary>
    public async Task BreakLeaseAsync(string blob, CancellationToken cancellationToken) =>
        await Container.GetBlobClient(blob).GetBlobLeaseClient().BreakAsync(TimeSpan.Zero, cancellationToken: cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Certificate.Dispose();
        folder.Delete(recursive: true);
    }
}
