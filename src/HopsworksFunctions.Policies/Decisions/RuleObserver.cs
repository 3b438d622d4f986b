using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>Updates a record when the cluster's rule protects it, changes, or stops matching.</summary>
internal static class RuleObserver
{
    /// <summary>Keeps a rule that protects or does not manage the cluster until an hour after it last matched or almost matched.</summary>
    /// <param name="rule">The rule that matches now, managing or not.</param>
    public static ClusterRecord Guarded(ClusterRecord record, Rule? rule, Instant now)
    {
        if (rule is { IsGuard: true })
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
    /// Continues under a different rule, a changed one, or none. The record stays, but boundaries come from the current rule.
    /// </summary>
    /// <param name="rule">The rule that manages the cluster; null for none.</param>
    /// <param name="ruled">When the rule would have applied if no protection had been ending.</param>
    public static ClusterRecord Managed(ClusterRecord record, Rule? rule, Instant ruled, Instant now)
    {
        if (rule is null)
            return record.Fingerprint is not null && record.Unmanaged is null ? record with { Unmanaged = now } : record;
        if (record.Unmanaged is { } since)
        {
            // A rule that is missing only briefly, as after a listing without tags, counts as never missing.
            var fingerprint = ruled - since < Protection.Lasts ? record.Fingerprint : null;
            record = StartedMeanwhile(record with { Unmanaged = null, Fingerprint = fingerprint }, rule, since, now);
        }
        if (record.Fingerprint == rule.Fingerprint)
            return record;
        var known = record.Fingerprint;
        record = record with { Fingerprint = rule.Fingerprint };
        if (LedSchedule.Of(rule, record) is not { } windows)
            return record;
        var state = windows.At(now);
        if (known is null || !RuleFingerprint.HasSchedule(known))
            return Fresh(record, state.IsUp, state.Since, windows.Passed(ruled));
        if (!RuleFingerprint.IsOfThisVersion(known))
            // Earlier versions could not record that a schedule without boundaries causes no start.
            return record is { Handled: null, Power: PowerState.Down } && state.Since is null ? record with { Handled = now } : record;
        var isDue = record.Power == PowerState.Down
            ? record.Failures?.Of(ClusterAction.Start) == true || record.Deferred > 0
            : !state.IsUp && state.Since is null;
        return isDue ? record with { Handled = null } : record;
    }

    /// <summary>Starts under its first schedule. A cluster that no policy stopped waits for the next window.</summary>
    private static ClusterRecord Fresh(ClusterRecord record, bool isUp, Instant? since, Instant ruled)
    {
        record = record with { Planned = null, PlannedUptime = null };
        if (record.Power == PowerState.Down)
            return record.StoppedFor is null ? record with { Handled = ruled } : record;
        var startedOutside = !isUp && record is { ManualHoldFrom: null, StartedFor: null } && record.PowerSince > since;
        return startedOutside ? record with { StartedByHand = true, ManualHoldFrom = record.PowerSince } : record;
    }

    private static ClusterRecord StartedMeanwhile(ClusterRecord record, Rule rule, Instant since, Instant now) =>
        record is { Power: PowerState.Up, StartedByHand: true, ManualHoldFrom: null } && record.PowerSince >= since
            && LedSchedule.Of(rule, record)?.IsUp(now) == false
            ? record with { ManualHoldFrom = record.PowerSince }
            : record;
}
