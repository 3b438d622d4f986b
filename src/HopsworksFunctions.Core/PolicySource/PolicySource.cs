using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Core.PolicySource;

/// <summary>
/// Policies from a text that may change at any time, as may the sources of its calendars. If the new version is invalid or unreadable, the
/// last valid one stays in force; it is stored, so that a restart does not lose it. An unchanged version is not parsed again.
/// </summary>
internal sealed partial class PolicySource(
    IPolicyText text, LastGoodPolicies lastGood, PolicyCalendars calendars, ILogger<PolicySource> logger) : IPolicySource
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
                await KeepAsync(bytes, reading.Policies!.Version, cancellationToken);
            return reading;
        }
        catch (PolicyTextException e)
        {
            return new(last?.Reading.Policies ?? await lastGood.FindAsync(cancellationToken), e.Message);
        }
    }

    /// <summary>Stores valid policies. They apply even if they cannot be stored for later.</summary>
    private async Task KeepAsync(byte[] bytes, string version, CancellationToken cancellationToken)
    {
        try
        {
            await lastGood.KeepAsync(bytes, version, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.NotKept(logger, e, version);
        }
    }

    private async Task<PolicyReading> ParseAsync(byte[] bytes, bool remember, CancellationToken cancellationToken)
    {
        var known = last is { } version && version.Bytes.AsSpan().SequenceEqual(bytes) ? version : null;
        var plain = known?.Plain ?? Parse(bytes, null);
        // Calendars matter only if the rest is valid.
        var resolved = plain.Sources.Count == 0 || plain.Policies is null ? None
            : await calendars.ResolveAsync(plain.Sources, remember, cancellationToken);
        if (known is null || !resolved.HasDatesOf(known.Resolved))
        {
            var parse = resolved == None ? plain : Parse(bytes, resolved.Dates);
            var reading = parse.Policies is { } valid ? new PolicyReading(valid, null)
                : new(last?.Reading.Policies ?? await lastGood.FindAsync(cancellationToken), parse.Errors(text.Name));
            last = known = new(bytes, plain, resolved, reading);
        }
        return known.Reading with { Calendars = resolved.Problems };
    }

    /// <summary>Parses policies. Any failure makes them invalid, so that the last valid ones stay in force.</summary>
    private PolicyParse Parse(byte[] bytes, IReadOnlyDictionary<CalendarSource, SourceDates>? dates)
    {
        try
        {
            return PolicyFile.Parse(bytes, dates);
        }
        catch (Exception e)
        {
            Log.Failed(logger, e, text.Name);
            return new(null, null, [Problem.Error(new(JsonPath.Root, 1, 1),
                $"the app failed to read the policies ({e.GetType().Name}). This is a fault in the app; see its log")]);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Reading the policies {Name} failed")]
        public static partial void Failed(ILogger logger, Exception exception, string name);

        [LoggerMessage(LogLevel.Warning, "Version {Version} of the policies is in force, but could not be stored for later")]
        public static partial void NotKept(ILogger logger, Exception exception, string version);
    }

    private sealed record Version(byte[] Bytes, PolicyParse Plain, ResolvedCalendars Resolved, PolicyReading Reading);
}
