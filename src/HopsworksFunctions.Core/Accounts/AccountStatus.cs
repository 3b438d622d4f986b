using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Accounts;

/// <summary>The status of one of several accounts, from its last run.</summary>
/// <param name="Since">The time when the app first saw the account in its settings.</param>
public sealed record AccountStatus(string Account, Instant Since)
{
    /// <summary>The number of ticks that may pass without a completed run.</summary>
    public const int MostMissed = 3;

    /// <summary>The last completed run; null before the first.</summary>
    public FinishedRun? LastRun { get; init; }

    /// <summary>The number of open incidents after the last run.</summary>
    public int Incidents { get; init; }

    /// <summary>The time when missing runs were reported; null if none are missing.</summary>
    public Instant? ToldAt { get; init; }

    /// <summary>
    /// Returns the time of the last completed run, or else the time from which one is expected. A time in the future, from a wrong clock,
    /// does not count.
    /// </summary>
    /// <param name="ticking">The start of the current series of ticks without a gap.</param>
    public Instant LastSign(Instant ticking, Instant now)
    {
        var sign = LastRun is { } last ? Instant.FromDateTimeOffset(last.FinishedAt) : Since;
        return FutureFacts.IsAhead(sign, now) ? ticking : Instant.Max(sign, ticking);
    }
}
