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
            throw new PolicyTextException($"The policies at {Name} cannot be read: {Advice(e)}", e);
        }
    }

    private static string Advice(Exception e) => e switch
    {
        RequestFailedException { Status: 404 } => "there is no such blob; upload the policy file, or correct Policies__Source.",
        RequestFailedException { Status: 403 } =>
            "the app's identity may not read it; give it the role Storage Blob Data Reader on the container.",
        RequestFailedException { Status: > 0 and var status, ErrorCode: var code } => $"the storage account answered {status} {code}.",
        _ => "the storage account, or the identity endpoint, cannot be reached.",
    };
}
