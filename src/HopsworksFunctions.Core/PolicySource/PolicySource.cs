using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Core.PolicySource;

/// <summary>
/// Policies from a text that may change at any time, as may the sources of its calendars. If the new version is invalid or unreadable, the
/// last valid one stays in force; it is stored, so that a restart does not lose it. What has not changed is not parsed again.
/// </summary>
internal sealed class PolicySource(IPolicyText text, LastGoodPolicies lastGood, PolicyCalendars calendars) : IPolicySource
{
    private static readonly ResolvedCalendars None = new(new Dictionary<CalendarSource, SourceDates>(), []);

    private Version? last;

    public async Task<PolicyReading> ReadAsync(bool remember, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await text.ReadAsync(cancellationToken);
            var reading = await ParseAsync(bytes, remember, cancellationToken);
            if (remember && reading.Error is null)
                await lastGood.KeepAsync(bytes, reading.Policies!.Version, cancellationToken);
            return reading;
        }
        catch (PolicyTextException e)
        {
            return new(last?.Reading.Policies ?? await lastGood.FindAsync(cancellationToken), e.Message);
        }
    }

    private async Task<PolicyReading> ParseAsync(byte[] bytes, bool remember, CancellationToken cancellationToken)
    {
        var known = last is { } version && version.Bytes.AsSpan().SequenceEqual(bytes) ? version : null;
        var plain = known?.Plain ?? PolicyFile.Parse(bytes);
        // Calendars matter only where the rest is valid.
        var resolved = plain.Sources.Count == 0 || plain.Policies is null ? None
            : await calendars.ResolveAsync(plain.Sources, remember, cancellationToken);
        if (known is null || !resolved.HasDatesOf(known.Resolved))
        {
            var parse = resolved == None ? plain : PolicyFile.Parse(bytes, resolved.Dates);
            var reading = parse.Policies is { } valid ? new PolicyReading(valid, null)
                : new(last?.Reading.Policies ?? await lastGood.FindAsync(cancellationToken), parse.Errors(text.Name));
            last = known = new(bytes, plain, resolved, reading);
        }
        return known.Reading with { Calendars = resolved.Problems };
    }

    private sealed record Version(byte[] Bytes, PolicyParse Plain, ResolvedCalendars Resolved, PolicyReading Reading);
}
