using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using HopsworksFunctions.Core.Http;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Core.PolicySource;

/// <summary>A policy file in a blob, read with the app's identity and only if its ETag has changed.</summary>
internal sealed class PolicyTextBlob(BlobClient blob) : IPolicyText
{
    private Version? last;

    public string Name => blob.Uri.GetLeftPart(UriPartial.Path);

    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var options = new BlobDownloadOptions { Conditions = last is { } known ? new() { IfNoneMatch = known.ETag } : null };
            var answer = await blob.DownloadStreamingAsync(options, cancellationToken);
            if (answer.GetRawResponse().Status != 304)
            {
                using var download = answer.Value;
                last = new(download.Details.ETag, await BoundedRead.AllAsync(download.Content, PolicyFile.MaxBytes + 1, cancellationToken));
            }
        }
        catch (RequestFailedException e) when (e.Status == 304)
        {
            // Not modified: the cached copy is current.
        }
        catch (Exception e) when (AzureFault.Is(e, cancellationToken) || e is IOException)
        {
            throw new PolicyTextException($"The policies at {Name} cannot be read: {Advice(e)}", e);
        }
        return last!.Bytes;
    }

    private static string Advice(Exception e) => e switch
    {
        RequestFailedException { Status: 404 } => "there is no such blob; upload the policy file, or correct Policies__Source.",
        RequestFailedException { Status: 403 } =>
            "the app's identity may not read it; give it the role Storage Blob Data Reader on the container.",
        RequestFailedException { Status: > 0 and var status, ErrorCode: var code } => $"the storage account answered {status} {code}.",
        _ => "the storage account, or the identity endpoint, cannot be reached.",
    };

    private sealed record Version(ETag ETag, byte[] Bytes);
}
