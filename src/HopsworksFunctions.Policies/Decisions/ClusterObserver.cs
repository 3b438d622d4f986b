using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>Updates the record of a cluster to its current state. Pure: the same input gives the same record.</summary>
public static class ClusterObserver
{
    // For up to a minute after an accepted call, Hopsworks.ai reports the old state. A call without effect after this time failed.
    private static readonly Duration Settling = Duration.FromMinutes(2);

    /// <summary>Returns the updated record; the same instance if nothing changed.</summary>
    /// <param name="record">The stored record; null if the cluster is first seen.</param>
    /// <param name="sample">The result of this run's activity check; null if there was none.</param>
    public static ClusterRecord Observe(ClusterRecord? record, Cluster cluster, Rule? rule, Sample? sample, RetryLimit retry, Instant now)
    {
        record ??= new() { ClusterId = cluster.Id, Name = cluster.Name };
        if (record.Name != cluster.Name)
            record = record with { Name = cluster.Name };
        if (record.Gone is not null)
            record = Unobserved(record) with { Gone = null };
        // Events in the hour of protection ending belong to the next rule, which waits until the hour ends.
        var ruled = record.Protection?.EndsAt - Protection.Lasts ?? now;
        record = RuleObserver.Guarded(record, rule, now);
        if (!Actionability.Manages(rule) || record.Protection is not null)
            rule = null;
        if (Actionability.PowerOf(cluster) is not { } power)
            // It may have been restarted, which ends an idle spell.
            return LateIn(record.Unsettled is null ? record with { Unsettled = now, Spared = null, Quiet = null } : record, now);
        record = record.Power is null ? FirstSight(record, cluster, power, rule, now)
            : power != record.Power ? Changed(record, power, rule, now)
            : Unchanged(record, cluster, retry, now);
        record = WorkerObserver.Observe(record, cluster, now);
        record = StartTimes.Measured(record, cluster, rule, now);
        record = RuleObserver.Managed(record, rule, ruled, now);
        return sample is not null ? Sampled(record, rule, sample, now) : record;
    }

    /// <summary>Drops activity checks, plans and stop warnings, which are stale because the cluster was not seen since.</summary>
    internal static ClusterRecord Unobserved(ClusterRecord record) => record with
    {
        StartSent = null,
        Spared = null,
        Quiet = null,
        Unmeasured = null,
        Warning = null,
        Planned = null,
        PlannedUptime = null,
        Drain = null,
        Blocked = null,
        Allowed = null,
        Deferred = 0,
    };

    private static ClusterRecord FirstSight(ClusterRecord record, Cluster cluster, PowerState power, Rule? rule, Instant now)
    {
        var seen = record with
        {
            FirstSeen = now,
            Fingerprint = rule?.Fingerprint,
            Unsettled = null,
            Power = power,
            PowerSince = power == PowerState.Up ? cluster.StartedOn ?? now : null,
            Handled = LedSchedule.Of(rule, record)?.Passed(now) ?? now,
        };
        if (power == PowerState.Down || rule is null || LedSchedule.Of(rule, record)?.At(now) is not { IsUp: false } state)
            return seen;
        // A cluster running outside its window was started manually, unless it kept running at the window's end or is new.
        var isNew = cluster.CreatedOn is { } created && now < created + rule.Settings.NewClusterGrace;
        return isNew || state.Since is not { } end || cluster.StartedOn <= end
            ? seen
            : seen with { StartedByHand = true, ManualHoldFrom = cluster.StartedOn ?? now };
    }

    private static ClusterRecord Changed(ClusterRecord record, PowerState power, Rule? rule, Instant now)
    {
        var up = power == PowerState.Up;
        var action = up ? ClusterAction.Start : ClusterAction.Stop;
        var pending = record.Pending is { } sent && sent.Action == action ? sent : null;
        // A call that seemed lost may take effect late.
        var late = record.Pending is null && record.Failures is { } failures && failures.Of(action) ? failures.Unseen : null;
        var ours = pending is not null || late is not null;
        // A request through the app counts as manual, as if made in Hopsworks.ai, except for the worker nodes.
        var byHand = !ours || pending is { IsByHand: true };
        var since = pending?.SentAt ?? now;
        var reason = byHand ? null : pending?.Reason ?? late;
        var windows = LedSchedule.Of(rule, record);
        return record with
        {
            Unsettled = null,
            Power = power,
            PowerSince = since,
            StartedByHand = byHand && up,
            HeldUntil = null,
            ManualHoldFrom = byHand && up && windows?.IsUp(since) == false ? since : null,
            StartedFor = up ? reason : null,
            StoppedFor = up ? null : reason,
            StoppedByApp = up ? null : ours,
            Workers = up ? WorkerObserver.OwedAfterStart(record, ours) : record.Workers,
            // If a person both stopped and started it, its worker nodes are as that person wants them.
            SettledWorkers = up && !ours && !WorkerObserver.WasStoppedByApp(record) ? null : record.SettledWorkers,
            SeenWorkers = null,
            SpotLoss = null,
            Spared = !up && pending is { IsOfPolicies: true, Nodes: { } nodes } ? new(now, nodes) : null,
            Handled = windows?.Passed(since) ?? since,
            StartSent = up && !byHand && pending is { Answer: CallAnswer.Accepted } ? since : null,
            Pending = null,
            NotFollowed = null,
            Warning = null,
            PutOff = null,
            Blocked = null,
            Allowed = null,
            Failures = null,
            Drain = null,
            Quiet = null,
            Unmeasured = null,
        };
    }

    /// <summary>Settles the record, and handles a pending action while the cluster still reports its old state.</summary>
    private static ClusterRecord Unchanged(ClusterRecord record, Cluster cluster, RetryLimit retry, Instant now)
    {
        if (record.Unsettled is not null)
            record = record with { Unsettled = null };
        if (record.Pending is not { } pending)
            return record;
        if (pending.Action == ClusterAction.AddWorkers && WorkerSet.Missing(record.Workers ?? [], cluster.Workers).Count == 0)
            return record with { Pending = null, NotFollowed = null };
        record = LateIn(record, now);
        var given = pending.Answer == CallAnswer.Uncertain ? now >= pending.SentAt + Settling : pending.WatchIsOver(now);
        if (!given)
            return record;
        // It may have run, and cost money, in between.
        if (pending is { Action: ClusterAction.Start, Answer: not CallAnswer.None })
            record = record with { Spared = null };
        return pending.Answer == CallAnswer.Accepted
            ? ActionTransitions.Failed(record, retry, "accepted, but without effect", null, now, mayTakeEffect: true)
            : ActionTransitions.Failed(
                record, retry, "the answer was lost, and there was no effect", pending.RetryAfter, pending.SentAt, mayTakeEffect: true);
    }

    private static ClusterRecord LateIn(ClusterRecord record, Instant now) =>
        record.Pending is { Answer: CallAnswer.Accepted } pending && pending.WatchIsOver(now) && record.NotFollowed is null
            ? record with { NotFollowed = pending.Action }
            : record;

    private static ClusterRecord Sampled(ClusterRecord record, Rule? rule, Sample sample, Instant now)
    {
        if (sample.Activity == Activity.Unknown)
        {
            var unmeasured = new Unmeasured((record.Unmeasured?.Samples ?? 0) + 1, sample.Why ?? "") { NoService = sample.NoService };
            return record with { Quiet = null, Unmeasured = unmeasured };
        }
        var spell = record.Quiet is { } last && !Drains.IsBroken(rule, last, now) ? record.Quiet : null;
        // A different counter means work between two idle samples. A lower one means that YARN restarted, which hides work.
        if (sample.Activity == Activity.Busy || record.Power != PowerState.Up || spell is not null
            && spell.AppsSubmitted != sample.AppsSubmitted)
            return record is { Quiet: null, Unmeasured: null } ? record : record with { Quiet = null, Unmeasured = null };
        return record with { Quiet = new(spell?.Since ?? now, now, (spell?.Samples ?? 0) + 1, sample.AppsSubmitted), Unmeasured = null };
    }
}
