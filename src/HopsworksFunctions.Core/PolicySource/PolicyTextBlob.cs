using Azure;
using Azure.Storage.Blobs;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Core.PolicySource;

/// <summary>A policy file in a blob, read with the app's identity and only if its ETag has changed.</summary>
internal sealed class PolicyTextBlob(BlobClient blob) : IPolicyText
{
    private readonly CachedBlob cached = new(blob);

    public string Name => blob.Uri.GetLeftPart(UriPartial.Path);

    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await cached.ReadAsync(PolicyFile.MaxBytes, cancellationToken);
        }
        catch (Exception e) when (AzureFault.Is(e, cancellationToken) || e is IOException)
        {
            throw new PolicyTextException($"Cannot read the policies at {Name}: {Advice(e)}", e);
        }
    }

    private static string Advice(Exception e) => e switch
    {
        RequestFailedException { Status: 404 } => "the blob does not exist. Upload the policy file or correct Policies__Source.",
        RequestFailedException { Status: 403 } =>
            "the app's identity has no access; give it Storage Blob Data Reader on the container.",
        RequestFailedException { Status: > 0 and var status, ErrorCode: var code } => $"the storage account answered {status} {code}.",
        _ => "the storage account or identity endpoint cannot be reached.",
    };
}
