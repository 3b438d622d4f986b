using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using HopsworksFunctions.Tests.State;
using HopsworksFunctions.Core.State.AzureStorage;

[assembly: AssemblyFixture(typeof(AzuriteProcess))]

namespace HopsworksFunctions.Tests.State;

/// <summary>The storage emulator without table or container, started by the first test that asks for a client.</summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    private const string Account = "sthops";

    private readonly string accountKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
    private readonly Lazy<Task<(Uri Blobs, Uri Queues, Uri Tables)>> started;
    private Process? process;

    public AzuriteProcess() => started = new(StartAsync);

    internal async Task<TableClient> TableAsync(string name = TableDocumentStore.TableName, FaultyTransport? transport = null) =>
        Table((await started.Value).Tables, name, transport);

    /// <summary>Returns a client for a table at another address, with this account's key.</summary>
    internal TableClient Table(Uri service, string name = TableDocumentStore.TableName, FaultyTransport? transport = null) => new(
        service, name, new TableSharedKeyCredential(Account, accountKey),
        By(transport, new TableClientOptions { Retry = { Delay = TimeSpan.FromMilliseconds(1), MaxRetries = 1 } }));

    internal async Task<BlobContainerClient> ContainerAsync(FaultyTransport? transport = null) => new(
        new Uri($"{(await started.Value).Blobs}/{BlobRunLease.ContainerName}"),
        new StorageSharedKeyCredential(Account, accountKey),
        By(transport, new BlobClientOptions { Retry = { MaxRetries = 0 } }));

    /// <summary>Returns a client for a queue that may not exist, with the encoding that the Functions host expects.</summary>
    internal async Task<QueueClient> QueueAsync(string name, FaultyTransport? transport = null) => new(
        new Uri($"{(await started.Value).Queues}/{name}"),
        new StorageSharedKeyCredential(Account, accountKey),
        By(transport, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64, Retry = { MaxRetries = 0 } }));

    internal async Task<string> ConnectionStringAsync() =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={accountKey};QueueEndpoint={(await started.Value).Queues}";

    private static T By<T>(FaultyTransport? transport, T options) where T : ClientOptions
    {
        if (transport is not null)
        {
            options.Transport = transport;
            options.AddPolicy(transport.Impatience, HttpPipelinePosition.PerRetry);
        }
        return options;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null) return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<(Uri Blobs, Uri Queues, Uri Tables)> StartAsync()
    {
        var root = typeof(AzuriteProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "RepositoryRoot").Value!;
        var script = Path.Combine(root, "tests/azurite/node_modules/azurite/dist/src/azurite.js");
        Assert.True(File.Exists(script), $"{script} is missing: run tests/run.sh, which installs it.");
        process = Process.Start(new ProcessStartInfo("node",
        [
            script, "--silent", "--disableTelemetry", "--inMemoryPersistence",
            "--skipApiVersionCheck", // The current clients send a newer version than Azurite knows.
            "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
        ])
        { RedirectStandardOutput = true, Environment = { ["AZURITE_ACCOUNTS"] = $"{Account}:{accountKey}" } })!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        var blobs = await AddressAsync("Blob", deadline.Token);
        var queues = await AddressAsync("Queue", deadline.Token);
        var tables = await AddressAsync("Table", deadline.Token);
        return (blobs, queues, tables);
    }

    private async Task<Uri> AddressAsync(string service, CancellationToken deadline)
    {
        while (await process!.StandardOutput.ReadLineAsync(deadline) is { } line)
        {
            if (line.StartsWith($"Azurite {service} service is successfully listening at ", StringComparison.Ordinal))
                return new($"{line.Split(' ')[^1]}/{Account}");
        }
        throw new InvalidOperationException($"Azurite ended before its {service} service listened.");
    }
}
