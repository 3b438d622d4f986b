using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.State.AzureStorage;

/// <summary>
/// Snapshots as blobs <c>account/snapshots/2026-06-01.json</c> in the container of the leases. The storage account keeps overwritten and
/// deleted blobs as versions.
/// </summary>
public sealed class BlobSnapshotStore(BlobContainerClient container, string account) : ISnapshotStore
{
    private readonly string prefix = $"{DocumentName.Escape(account)}/snapshots/";
    private readonly AzureFault fault = new($"The container '{container.Name}'", "State__BlobServiceUri", "Storage Blob Data Contributor");

    public Task SaveAsync(LocalDate day, byte[] snapshot, CancellationToken cancellationToken) => fault.CallAsync(
        async () =>
        {
            try
            {
                return await UploadAsync();
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                return await UploadAsync();
            }

            Task<Response<BlobContentInfo>> UploadAsync() =>
                BlobOf(day).UploadAsync(BinaryData.FromBytes(snapshot), overwrite: true, cancellationToken);
        }, cancellationToken);

    public Task<IReadOnlyList<StoredSnapshot>> ListAsync(CancellationToken cancellationToken) => fault.CallAsync(
        async () =>
        {
            var found = new List<StoredSnapshot>();
            try
            {
                await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken))
                {
                    if (SnapshotName.Parse(blob.Name[prefix.Length..]) is { } day)
                        found.Add(new(day, blob.Properties.LastModified!.Value.ToInstant(), blob.Properties.ContentLength ?? 0));
                }
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                // The container does not exist until the first run creates it for its lease or snapshot.
            }
            return (IReadOnlyList<StoredSnapshot>)[.. found.OrderByDescending(snapshot => snapshot.Day)];
        }, cancellationToken);

    public Task<byte[]?> ReadAsync(LocalDate day, CancellationToken cancellationToken) => fault.CallAsync(
        async () =>
        {
            try
            {
                return (byte[]?)(await BlobOf(day).DownloadContentAsync(cancellationToken)).Value.Content.ToArray();
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                return null;
            }
        }, cancellationToken);

    public Task DeleteAsync(LocalDate day, CancellationToken cancellationToken) => fault.CallAsync(
        () => BlobOf(day).DeleteIfExistsAsync(cancellationToken: cancellationToken), cancellationToken);

    private BlobClient BlobOf(LocalDate day) => container.GetBlobClient($"{prefix}{SnapshotName.Of(day)}");
}
