using HopsworksFunctions.Core.Http;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Core.PolicySource;

/// <summary>A policy file on this machine.</summary>
internal sealed class PolicyTextFile(string path) : IPolicyText
{
    public string Name => path;

    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return await BoundedRead.AllAsync(file, PolicyFile.MaxBytes + 1, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PolicyTextException(
                $"Cannot read policy file '{path}': {e.Message.TrimEnd('.')}. Correct Policies__Source.", e);
        }
    }
}
