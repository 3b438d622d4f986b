using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace HopsworksFunctions.Core.State.AzureStorage;

/// <summary>A lease across machines: a leased blob, which the service frees when the lease is not renewed.</summary>
public sealed class BlobRunLease(BlobContainerClient container, string account, TimeProvider time) : IRunLease
{
    public const string ContainerName = "hopsworks-functions";

    private const string Holder = "holder";
    private const string Since = "since";

    private readonly BlobClient blob = container.GetBlobClient($"{DocumentName.Escape(account)}.lease");
    private readonly AzureFault fault = new($"The container '{container.Name}'", "State__BlobServiceUri", "Storage Blob Data Contributor");

    public async Task<LeaseAttempt> TryAcquireAsync(string holder, CancellationToken cancellationToken)
    {
        var client = blob.GetBlobLeaseClient();
        try
        {
            var asked = time.GetTimestamp();
            if (!await AcquireAsync(client, cancellationToken))
                return await HeldByOtherAsync(cancellationToken);
            var lease = new LeasedBlob(client, time, asked);
            try
            {
                await TellAsync(client.LeaseId, holder, cancellationToken);
                return new(lease);
            }
            catch
            {
                await lease.DisposeAsync();
                throw;
            }
        }
        catch (Exception e) when (AzureFault.Is(e, cancellationToken))
        {
            throw fault.Explain(e);
        }
    }

    private async Task<bool> AcquireAsync(BlobLeaseClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.AcquireAsync(LeasedBlob.Duration, cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.LeaseAlreadyPresent)
        {
            return false;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            await CreateBlobAsync(containerIsMissing: e.ErrorCode == BlobErrorCode.ContainerNotFound, cancellationToken);
            return await AcquireAsync(client, cancellationToken);
        }
    }

    private async Task CreateBlobAsync(bool containerIsMissing, CancellationToken cancellationToken)
    {
        try
        {
            if (containerIsMissing)
                await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await blob.UploadAsync(
                BinaryData.Empty, new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All } }, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            // Another process created it first, and may already hold it.
        }
    }

    private async Task TellAsync(string leaseId, string holder, CancellationToken cancellationToken) => await blob.SetMetadataAsync(
        // Metadata is sent in headers, which must be ASCII.
        new Dictionary<string, string>
        {
            [Holder] = Uri.EscapeDataString(holder), [Since] = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        },
        new() { LeaseId = leaseId },
        cancellationToken);

    private async Task<LeaseAttempt> HeldByOtherAsync(CancellationToken cancellationToken)
    {
        var metadata = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.Metadata;
        return new(
            null,
            metadata.TryGetValue(Holder, out var holder) ? Uri.UnescapeDataString(holder) : null,
            metadata.TryGetValue(Since, out var since) && DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, out var instant)
                ? instant
                : null);
    }
}
