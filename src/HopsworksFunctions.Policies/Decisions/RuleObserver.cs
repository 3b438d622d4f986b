using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>What a sight of a cluster makes of its rule: protection that ends slowly, and rules that come, go and change.</summary>
internal static class RuleObserver
{
    /// <summary>Remembers a rule that protects the cluster, or leaves it to people, until an hour after it last matched.</summary>
    /// <param name="rule">The one that matches now, whichever it is.</param>
    public static ClusterRecord Guarded(ClusterRecord record, Rule? rule, Instant now)
    {
        if (rule is not null && !Actionability.Manages(rule))
        {
            return record.Protection is { EndsAt: null } same && same.Rule == rule.Name
                ? record
                : record with { Protection = new(rule.Name, null) };
        }
        return record.Protection switch
        {
            null => record,
            { EndsAt: null } begins => record with { Protection = begins with { EndsAt = now + Protection.Lasts } },
            { EndsAt: { } end } => now < end ? record : record with { Protection = null },
        };
    }

    /// <summary>
    /// Goes on under another rule, a changed one, or none. Nothing is forgotten: boundaries are those of the rule that holds now.
    /// </summary>
    /// <param name="rule">The one that manages the cluster; null when none does.</param>
    /// <param name="ruled">Since when it would have, were it not for a protection that ended slowly.</param>
    public static ClusterRecord Managed(ClusterRecord record, Rule? rule, Instant ruled, Instant now)
    {
        if (rule is null)
            return record.Fingerprint is not null && record.Unmanaged is null ? record with { Unmanaged = now } : record;
        if (record.Unmanaged is { } since)
        {
            // A rule that was away for a moment, as after a listing without tags, has not been away.
            var fingerprint = ruled - since < Protection.Lasts ? record.Fingerprint : null;
            record = StartedMeanwhile(record with { Unmanaged = null, Fingerprint = fingerprint }, rule, since, now);
        }
        if (record.Fingerprint == rule.Fingerprint)
            return record;
        var known = record.Fingerprint;
        record = record with { Fingerprint = rule.Fingerprint };
        if (rule.Schedule?.At(now) is not { } state)
            return record;
        if (known is null || !RuleFingerprint.HasSchedule(known))
            return Fresh(record, state.IsUp, state.Since, ruled);
        if (!RuleFingerprint.IsOfThisVersion(known))
            // Earlier versions had no way to say that a schedule without boundaries asks for nothing.
            return record is { Handled: null, Power: PowerState.Down } && state.Since is null ? record with { Handled = now } : record;
        var isDue = record.Power == PowerState.Down
            ? record.Failures?.Of(ClusterAction.Start) == true || record.Deferred > 0
            : !state.IsUp && state.Since is null;
        return isDue ? record with { Handled = null } : record;
    }

    /// <summary>No schedule held for it before: a cluster that nobody but a person stopped waits for the next window.</summary>
    private static ClusterRecord Fresh(ClusterRecord record, bool isUp, Instant? since, Instant ruled)
    {
        record = record with { Planned = null, PlannedUptime = null };
        if (record.Power == PowerState.Down)
            return record.StoppedFor is null ? record with { Handled = ruled } : record;
        var startedOutside = !isUp && record.ManualHoldFrom is null && record.PowerSince > since;
        return startedOutside ? record with { StartedByHand = true, ManualHoldFrom = record.PowerSince } : record;
    }

    private static ClusterRecord StartedMeanwhile(ClusterRecord record, Rule rule, Instant since, Instant now) =>
        record is { Power: PowerState.Up, StartedByHand: true, ManualHoldFrom: null } && record.PowerSince >= since
            && rule.Schedule?.At(now) is { IsUp: false }
            ? record with { ManualHoldFrom = record.PowerSince }
            : record;
}
