using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>Delays the stops of rules with <c>drain</c> until the cluster is idle.</summary>
public static class Drains
{
    // Between activity checks that are further apart than this, anything may have run.
    private static readonly Duration LongestGap = Duration.FromMinutes(30);

    /// <summary>Returns whether a running cluster's scheduled stop is so near that this run must check its activity.</summary>
    /// <param name="record">The record that <see cref="ClusterObserver.Observe"/> returned in this run.</param>
    /// <param name="next">When the next run begins.</param>
    public static bool NeedsSample(Cluster cluster, Rule rule, ClusterRecord record, Hold? hold, Instant now, Instant next)
    {
        if (rule.Drain is null || record is not { Power: PowerState.Up, Pending: null, Protection: null })
            return false;
        if (hold is not null && !hold.InForce(now))
            hold = null;
        if (hold is { State: HoldState.Down })
            return false;
        record = record with { HeldUntil = StopPlan.HeldUntil(record, hold, now) };
        var (window, _) = StopPlan.Both(cluster, rule, LedSchedule.Of(rule, record)?.At(now), record, hold, now);
        return window is { } stop && next > SampledFrom(rule, stop.Due);
    }

    /// <summary>Returns whether an idle spell ends because nothing was measured for long.</summary>
    internal static bool IsBroken(Rule? rule, IdleSpell spell, Instant now) =>
        rule?.Drain is { } drain && now - spell.Last > Duration.Max(LongestGap, drain.Idle);

    /// <summary>
    /// Moves a scheduled stop to when the cluster is idle, or else to the end of its drain. The record keeps the drain. Without
    /// <c>idle</c>, it keeps activity checks only during the drain.
    /// </summary>
    /// <param name="known">The stop as the last run planned it; null if it did not, or if a hold was just released.</param>
    internal static (ClusterRecord Record, StopPlan? Window) Delay(
        Rule rule, ClusterRecord record, StopPlan? window, PlannedStop? known, Instant now, Instant next)
    {
        if (rule.Drain is not { } policy || window is not { } stop || next <= SampledFrom(rule, stop.Due))
            return (Without(record, rule), window);
        // A stop that came due in a freeze, or was already due when first seen, drains from now on.
        var isOnTime = known?.Boundary == stop.Boundary && known.At == stop.Due && known.Since < known.At;
        var drain = record.Drain is { } same && same.For == stop.Due ? same
            : new(stop.Due, isOnTime ? stop.Due : Instant.Max(stop.Due, now));
        if (!ReferenceEquals(drain, record.Drain))
            record = record with { Drain = drain };
        var end = drain.From + policy.AtMost;
        return (record, IdleSince(policy, record) is { } idle && !IsEndTold(rule, record, end, now)
            ? stop with { At = Instant.Max(stop.Due, idle), IsForIdle = true }
            : stop with { At = end });
    }

    // This is early enough to warn of the stop of a cluster that stays idle, and to stop it on time.
    internal static Instant SampledFrom(Rule rule, Instant due) => due - rule.Drain!.Idle - (rule.Warn ?? Duration.Zero);

    /// <summary>Returns when the cluster had been idle for long enough; null if it has not.</summary>
    private static Instant? IdleSince(DrainPolicy policy, ClusterRecord record) =>
        record.Quiet is { } spell && WholeMinute.Of(spell.Last) - WholeMinute.Of(spell.Since) >= policy.Idle
            ? WholeMinute.Of(spell.Since) + policy.Idle
            : null;

    /// <summary>Returns whether the stop at the drain's end has a warning, and comes no later than one warned of now.</summary>
    private static bool IsEndTold(Rule rule, ClusterRecord record, Instant end, Instant now) =>
        StopWarnings.For(record, end) is { } warning && warning.StopAt <= now + (rule.Warn ?? Duration.Zero);

    private static ClusterRecord Without(ClusterRecord record, Rule rule)
    {
        if (record.Drain is not null)
            record = record with { Drain = null };
        return rule.Idle is not null || record is { Quiet: null, Unmeasured: null } ? record
            : record with { Quiet = null, Unmeasured = null };
    }
}
