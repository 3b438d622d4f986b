using HopsworksFunctions.Core.Policies.Language;

namespace HopsworksFunctions.Core.Policies;

/// <summary>
/// Policies from a file. While a new version is invalid the last good one of this process stays in force;
/// a file that has not changed is not parsed again.
/// </summary>
public sealed class PolicyFileSource(string path) : IPolicySource
{
    private (byte[] Bytes, PolicyReading Reading)? last;

    public async Task<PolicyReading> ReadAsync(CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(last?.Reading.Policies, $"the policy file '{path}' cannot be read ({e.Message.TrimEnd('.')}); set Policies__Source to a file that can");
        }
        if (last is { } known && known.Bytes.AsSpan().SequenceEqual(bytes))
            return known.Reading;
        var reading = PolicyReading.Of(path, PolicyFile.Parse(bytes), last?.Reading.Policies);
        last = (bytes, reading);
        return reading;
    }
}
