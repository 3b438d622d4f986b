using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>
/// The time for which a decision that changed nothing stays the same if only the time changes. It covers every comparison with the time
/// that <see cref="ClusterObserver"/>, <see cref="Readiness"/> and <see cref="PolicyEngine"/> can make. Comparisons that they do not make
/// only shorten it.
/// </summary>
public static class DecisionHorizon
{
    // This is how far ahead to check a schedule that has no boundary within its horizon.
    private static readonly Duration Reach = Duration.FromDays(30);

    /// <summary>Returns the first instant after a run from which a run may decide differently; null if that may be the next run.</summary>
    /// <param name="record">The record that the run found and did not change.</param>
    /// <param name="hold">The stored hold, expired or not.</param>
    /// <param name="next">When that run expected the next one.</param>
    public static Instant? Of(Cluster cluster, Rule? rule, ClusterRecord record, Hold? hold, Instant now, Instant next)
    {
        // Activity checks change the record in most runs, and the effect of a call shows on the cluster.
        if (record is not { Pending: null, Quiet: null, Unmeasured: null } or { Backup.IsInFlight: true }
            || record is { Power: PowerState.Up, PowerSince: null })
            return null;
        var nearest = new NearestInstant(now, next);
        if (LedSchedule.Of(rule, record) is { } windows && !AddSchedule(ref nearest, windows, now))
            return null;
        nearest.From(hold?.Until);
        nearest.From(hold?.Until - Hold.MaxDuration - FutureFacts.Tolerance);
        nearest.From(record.Protection?.EndsAt);
        nearest.From(record.SpotLoss + WorkerObserver.SpotMemory);
        nearest.From(record.HeldUntil);
        nearest.From(record.Failures?.NotBefore);
        if (record.Ready is { Counted: null } ready)
            nearest.From(ready.By);
        if (rule is not null)
            AddRule(ref nearest, cluster, rule, record, hold?.InForce(now) == true ? hold.At(now) : null, now);
        return nearest.Value;
    }

    /// <summary>
    /// Returns whether the same run would decide the same on the record that its decision changed, and not change it again. False for rules
    /// with activity checks or backups, because a changed record may start or end them.
    /// </summary>
    /// <param name="hold">The hold in force; null if there is none.</param>
    /// <param name="next">When that run expected the next one.</param>
    public static bool Repeats(Cluster cluster, Decision decision, Hold? hold, RetryLimit retry, Instant now, Instant next)
    {
        var (rule, record) = (decision.Rule, decision.Record);
        return rule is { Probe: null, Backup: null } or null
            && ReferenceEquals(ClusterObserver.Observe(record, cluster, rule, null, retry, now), record)
            && PolicyEngine.Decide(cluster, rule, record, hold, retry, now, next) is var again
            && ReferenceEquals(again.Record, record) && again == decision;
    }

    private static void AddRule(ref NearestInstant nearest, Cluster cluster, Rule rule, ClusterRecord record, Hold? hold, Instant now)
    {
        nearest.From(StopPlan.GraceEnd(cluster, rule));
        var schedule = LedSchedule.Of(rule, record)?.At(now);
        if (record.Power != PowerState.Up)
        {
            // Only a start in a window waits for the minimum downtime.
            if (schedule is { IsUp: true })
                nearest.From(record.PowerSince + rule.Settings.MinDowntime);
            return;
        }
        // Such a hold stops the cluster, whatever is planned.
        if (hold is { State: HoldState.Down })
            return;
        // In a window, only an idle cluster waits for the minimum uptime.
        if (schedule is not { IsUp: true })
            nearest.From(record.PowerSince + rule.Settings.MinUptime);
        nearest.From(StopPlan.ManualHoldEnd(rule, record));
        if (rule.Backup is { At: { } time })
        {
            var last = DueBackup.LastAt(time, rule.Zone, now);
            nearest.From(last + DueBackup.CatchUp);
            nearest.From(DueBackup.LastAt(time, rule.Zone, last + Duration.FromHours(36)));
        }
        if (record.Warning is { } warning)
        {
            nearest.From(warning.StopAt);
            nearest.From(warning.StopAt - rule.Warn);
            nearest.From(warning.StopAt + StopWarning.Lifetime);
            nearest.From(record.Failures?.NotBefore + StopWarning.Lifetime);
        }
        var (window, uptime) = StopPlan.Both(cluster, rule, schedule, record, hold, now);
        AddStop(ref nearest, rule, window?.At);
        AddStop(ref nearest, rule, uptime?.At);
        if (rule.Drain is { } drain)
        {
            AddStop(ref nearest, rule, record.Drain?.From + drain.AtMost);
            if (window is { } stop)
                nearest.BeforeNext(Drains.SampledFrom(rule, stop.Due));
        }
    }

    private static void AddStop(ref NearestInstant nearest, Rule rule, Instant? at)
    {
        nearest.From(at);
        if (rule.Warn is { } lead)
        {
            nearest.BeforeNext(at - lead);
            nearest.After(at - lead + StopWarnings.Grace);
        }
    }

    /// <summary>Returns false if windows that a lead joins, or boundaries some years ahead, may change the answer at any time.</summary>
    private static bool AddSchedule(ref NearestInstant nearest, LedSchedule windows, Instant now)
    {
        var (schedule, lead) = (windows.Schedule, windows.Lead);
        var own = schedule.At(now);
        if (own.Until is null && schedule.At(now + Reach).Until is not null)
            return false;
        nearest.From(own.Until ?? now + Reach);
        nearest.After(own.Since + Schedule.Horizon);
        if (lead == Duration.Zero)
            return true;
        nearest.From(own.Until - lead);
        var state = windows.At(now);
        if (state.IsUp && !own.IsUp)
            own = new(true, own.Until, schedule.At(own.Until!.Value).Until);
        nearest.After(state.Since + LedSchedule.Reach);
        nearest.From(state.Until - LedSchedule.Reach);
        return state == own;
    }
}
