using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Core.PolicySource;

/// <summary>
/// Policies from a text that may change at any time. If the new version is invalid or unreadable, the last valid one stays in force; it is
/// stored, so that a restart does not lose it. Unchanged text is not parsed again.
/// </summary>
internal sealed class PolicySource(IPolicyText text, LastGoodPolicies lastGood) : IPolicySource
{
    private (byte[] Bytes, PolicyReading Reading)? last;

    public async Task<PolicyReading> ReadAsync(bool remember, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await text.ReadAsync(cancellationToken);
            if (last is not { } known || !known.Bytes.AsSpan().SequenceEqual(bytes))
                last = known = (bytes, await ParseAsync(bytes, cancellationToken));
            if (remember && known.Reading.Error is null)
                await lastGood.KeepAsync(bytes, known.Reading.Policies!.Version, cancellationToken);
            return known.Reading;
        }
        catch (PolicyTextException e)
        {
            return new(last?.Reading.Policies ?? await lastGood.FindAsync(cancellationToken), e.Message);
        }
    }

    private async Task<PolicyReading> ParseAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        var parse = PolicyFile.Parse(bytes);
        return parse.Policies is { } valid ? new(valid, null)
            : new(last?.Reading.Policies ?? await lastGood.FindAsync(cancellationToken), parse.Errors(text.Name));
    }
}
