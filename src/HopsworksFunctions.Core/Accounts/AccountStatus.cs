using HopsworksFunctions.Core.State;
using NodaTime;

namespace HopsworksFunctions.Core.Accounts;

/// <summary>What is known of the timer's runs of one of several accounts.</summary>
/// <param name="Since">When the app first saw the account in its settings.</param>
public sealed record AccountStatus(string Account, Instant Since)
{
    /// <summary>How many ticks may pass without a completed run.</summary>
    public const int MostMissed = 3;

    /// <summary>The last completed run; null before the first.</summary>
    public FinishedRun? LastRun { get; init; }

    /// <summary>Open incidents, after the last run.</summary>
    public int Incidents { get; init; }

    /// <summary>When people were told that runs are missing; null while none are.</summary>
    public Instant? ToldAt { get; init; }

    /// <summary>When the last run completed, or else since when one is expected.</summary>
    /// <param name="ticking">Since when the timer's ticks come without a gap.</param>
    public Instant LastSign(Instant ticking) =>
        Instant.Max(LastRun is { } last ? Instant.FromDateTimeOffset(last.FinishedAt) : Since, ticking);

    /// <summary>Whether the account had no completed run for too long, whatever the reason.</summary>
    /// <param name="ticking">Since when the timer's ticks come without a gap.</param>
    /// <param name="interval">Between two runs of the timer.</param>
    public bool IsLate(Instant now, Instant ticking, Duration interval) => now - LastSign(ticking) > interval * MostMissed;
}
