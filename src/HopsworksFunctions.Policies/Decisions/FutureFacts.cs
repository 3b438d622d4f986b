using System.Runtime.CompilerServices;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>
/// Treats stored facts that lie in the future as unknown. A wrong clock wrote them, and they would block the cluster until their time
/// comes. Plans may lie ahead, but not further than the app ever plans.
/// </summary>
public static class FutureFacts
{
    /// <summary>The possible difference between the clocks of two machines.</summary>
    public static readonly Duration Tolerance = Duration.FromMinutes(10);

    // Hopsworks.ai may ask for long pauses, but not for days.
    private static readonly Duration LongestPause = Duration.FromDays(1);

    /// <param name="lead">How far ahead a plan may lie; zero for other facts.</param>
    public static bool IsAhead(Instant? fact, Instant now, Duration lead = default) => fact > now + lead + Tolerance;

    /// <summary>Returns the record without facts that lie in the future; the same instance if it has none.</summary>
    /// <param name="names">Receives a word for each fact; null if not needed.</param>
    public static ClusterRecord Forget(ClusterRecord record, Instant now, ICollection<string>? names = null) =>
        ForgetActions(ForgetSights(record, now, names), now, names);

    /// <summary>Forgets future times at which something was seen. A state that lasts is taken to begin now.</summary>
    private static ClusterRecord ForgetSights(ClusterRecord record, Instant now, ICollection<string>? names)
    {
        if (Is(record.FirstSeen, "first seen"))
            record = record with { FirstSeen = null };
        if (Is(record.Unmanaged, "unmanaged"))
            record = record with { Unmanaged = now };
        if (Is(record.Protection?.EndsAt, "protection", Protection.Lasts))
            record = record with { Protection = record.Protection! with { EndsAt = now + Protection.Lasts } };
        if (Is(record.PowerSince, "power"))
            record = record with { PowerSince = record.Power == PowerState.Up ? now : null };
        if (Is(record.Unsettled, "unsettled"))
            record = record with { Unsettled = now };
        if (Is(record.Gone, "gone"))
            record = record with { Gone = now };
        if (Is(record.ManualHoldFrom, "manual start"))
            record = record with { ManualHoldFrom = now };
        if (Is(record.SpotLoss, "spot loss"))
            record = record with { SpotLoss = now };
        if (Is(record.Spared?.Since, "saved nodes"))
            record = record with { Spared = record.Spared! with { Since = now } };
        if (Is(record.Quiet?.Last, "activity") || Is(record.Quiet?.Since, "activity"))
            record = record with { Quiet = null };
        return record;

        // Nearly all facts lie in the past, and every run checks every record.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        bool Is(Instant? fact, string name, Duration lead = default) => fact > now && IsAhead(fact, now, lead, name, names);
    }

    /// <summary>Forgets future times at which something was planned, sent or handled.</summary>
    private static ClusterRecord ForgetActions(ClusterRecord record, Instant now, ICollection<string>? names)
    {
        // With a lead, a start handles the boundary ahead. As for a first-seen cluster, the last boundary counts as handled.
        if (Is(record.Handled, "handled", StartAhead.Max))
            record = record with { Handled = now };
        // Its effect is still unknown, so its watch begins again.
        if (Is(record.Pending?.SentAt, "sent"))
            record = record with { Pending = record.Pending! with { SentAt = now } };
        if (Is(record.Backup?.LastSent, "backup") || Is(record.Backup?.EndedAt, "backup"))
            record = record with { Backup = record.Backup! with { SentAt = now, LastSent = now, EndedAt = null } };
        if (Is(record.StartSent, "start"))
            record = record with { StartSent = null };
        if (Is(record.Planned?.Since, "planned"))
            record = record with { Planned = null };
        if (Is(record.PlannedUptime?.Since, "planned"))
            record = record with { PlannedUptime = null };
        if (Is(record.Blocked?.Since, "blocked"))
            record = record with { Blocked = record.Blocked! with { Since = now } };
        if (Is(record.Allowed?.Until, "allowed", StopAllowance.Lasts))
            record = record with { Allowed = null };
        if (Is(record.UnforeseenStop, "stop"))
            record = record with { UnforeseenStop = null };
        if (Is(record.Failures?.Since, "failures"))
            record = record with { Failures = record.Failures! with { Since = now } };
        if (Is(record.Failures?.NotBefore, "failures", LongestPause))
            record = record with { Failures = record.Failures! with { NotBefore = now } };
        return record;

        // Nearly all facts lie in the past, and every run checks every record.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        bool Is(Instant? fact, string name, Duration lead = default) => fact > now && IsAhead(fact, now, lead, name, names);
    }

    private static bool IsAhead(Instant? fact, Instant now, Duration lead, string name, ICollection<string>? names)
    {
        if (!IsAhead(fact, now, lead))
            return false;
        names?.Add(name);
        return true;
    }
}
