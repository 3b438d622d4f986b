using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using HopsworksFunctions.Core.Http;

namespace HopsworksFunctions.Core.State.AzureStorage;

/// <summary>The content of a blob, downloaded only if its ETag has changed.</summary>
internal sealed class CachedBlob(BlobClient blob)
{
    private Version? last;

    /// <summary>
    /// Returns the blob's content, or its first <paramref name="max"/> + 1 bytes if it is longer than <paramref name="max"/>.
    /// </summary>
    /// <exception cref="RequestFailedException">The storage account refuses or fails.</exception>
    public async Task<byte[]> ReadAsync(int max, CancellationToken cancellationToken)
    {
        var options = new BlobDownloadOptions { Conditions = last is { } known ? new() { IfNoneMatch = known.ETag } : null };
        try
        {
            var answer = await blob.DownloadStreamingAsync(options, cancellationToken);
            if (answer.GetRawResponse().Status != 304)
            {
                using var download = answer.Value;
                // A response that comes through a proxy may have no length.
                last = new(download.Details.ETag, await BoundedRead.AllAsync(download.Content, max + 1, cancellationToken));
            }
        }
        catch (RequestFailedException e) when (e.Status == 304)
        {
            // The blob is not modified, so the cached copy is current.
        }
        return last!.Bytes;
    }

    private sealed record Version(ETag ETag, byte[] Bytes);
}
