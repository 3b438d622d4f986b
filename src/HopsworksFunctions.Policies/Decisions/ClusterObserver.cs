using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>Brings what we remember of a cluster up to date with what it is now. Pure: the same sight gives the same record.</summary>
public static class ClusterObserver
{
    // After an accepted call a cluster reads as before for up to a minute; what has not moved by then was not carried out.
    private static readonly Duration Settling = Duration.FromMinutes(2);

    /// <summary>The record after this sight; the same instance when there is nothing new.</summary>
    /// <param name="record">Null at first sight.</param>
    /// <param name="sample">What a probe found in this run; null when none was made.</param>
    public static ClusterRecord Observe(ClusterRecord? record, Cluster cluster, Rule? rule, Sample? sample, RetryLimit retry, Instant now)
    {
        record ??= new() { ClusterId = cluster.Id, Name = cluster.Name };
        if (record.Name != cluster.Name)
            record = record with { Name = cluster.Name };
        if (record.Gone is not null)
            record = ListedAgain(record);
        // What happens in the hour after a protection ended is the next rule's, which waits for its end.
        var ruled = record.Protection?.EndsAt - Protection.Lasts ?? now;
        record = RuleObserver.Guarded(record, rule, now);
        if (!Actionability.Manages(rule) || record.Protection is not null)
            rule = null;
        if (Actionability.PowerOf(cluster) is not { } power)
            return LateIn(record.Unsettled is null ? record with { Unsettled = now, Spared = null } : record, now);
        if (record.Unsettled is not null)
            record = record with { Unsettled = null };
        if (record.Power is null)
            record = FirstSight(record, cluster, power, rule, now);
        else if (power != record.Power)
            record = Changed(record, power, rule, now);
        else if (record.Pending is not null)
            record = StillPending(record, cluster, retry, now);
        record = WorkerObserver.Observe(record, cluster, now);
        record = RuleObserver.Managed(record, rule, ruled, now);
        return sample is not null ? Sampled(record, sample, now) : record;
    }

    /// <summary>Nobody looked meanwhile: what was measured, planned or announced before says nothing any more.</summary>
    private static ClusterRecord ListedAgain(ClusterRecord record) => record with
    {
        Gone = null,
        Spared = null,
        Quiet = null,
        Unmeasured = null,
        Warning = null,
        Planned = null,
        PlannedUptime = null,
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
            Power = power,
            PowerSince = power == PowerState.Up ? cluster.StartedOn ?? now : null,
            Handled = now,
        };
        if (power == PowerState.Down || rule?.Schedule?.At(now) is not { IsUp: false } state)
            return seen;
        // Running outside its window: somebody started it, unless it was left running at the window's end or is just being set up.
        var isNew = cluster.CreatedOn is { } created && now < created + rule.Settings.NewClusterGrace;
        return isNew || state.Since is not { } end || cluster.StartedOn <= end
            ? seen
            : seen with { StartedByHand = true, ManualHoldFrom = cluster.StartedOn ?? now };
    }

    private static ClusterRecord Changed(ClusterRecord record, PowerState power, Rule? rule, Instant now)
    {
        var up = power == PowerState.Up;
        var ours = record.Pending is { } pending && pending.Action == (up ? ClusterAction.Start : ClusterAction.Stop);
        // What a person asked us for is theirs, as if they had done it in Hopsworks, except for the workers.
        var byHand = !ours || record.Pending!.IsByHand;
        var since = ours ? record.Pending!.SentAt : now;
        return record with
        {
            Power = power,
            PowerSince = since,
            StartedByHand = byHand && up,
            HeldUntil = null,
            ManualHoldFrom = byHand && up && rule?.Schedule?.At(now) is { IsUp: false } ? now : null,
            StoppedFor = !byHand && !up ? record.Pending!.Reason : null,
            StoppedByApp = up ? null : ours,
            Workers = up ? WorkerObserver.OwedAfterStart(record, ours) : record.Workers,
            // What a person both stopped and started is what that person wants it to be.
            SettledWorkers = up && !ours && !WorkerObserver.WasStoppedByApp(record) ? null : record.SettledWorkers,
            SeenWorkers = null,
            SpotLoss = null,
            Spared = ours && !up && record.Pending is { IsOfPolicies: true, Nodes: { } nodes } ? new(now, nodes) : null,
            Handled = since,
            Pending = null,
            NotFollowed = null,
            Warning = null,
            PutOff = null,
            Blocked = null,
            Allowed = null,
            Failures = null,
            Quiet = null,
            Unmeasured = null,
        };
    }

    /// <summary>An action of ours whose effect cannot be seen yet, on a cluster that reads as it did before.</summary>
    private static ClusterRecord StillPending(ClusterRecord record, Cluster cluster, RetryLimit retry, Instant now)
    {
        var pending = record.Pending!;
        if (pending.Action == ClusterAction.AddWorkers && WorkerSet.Missing(record.Workers ?? [], cluster.Workers).Count == 0)
            return record with { Pending = null, NotFollowed = null };
        record = LateIn(record, now);
        var given = pending.Answer == CallAnswer.Uncertain ? now >= pending.SentAt + Settling : pending.WatchIsOver(now);
        if (!given)
            return record;
        // Whether it ran meanwhile, and was paid for, nobody can tell.
        if (pending is { Action: ClusterAction.Start, Answer: not CallAnswer.None })
            record = record with { Spared = null };
        return pending.Answer == CallAnswer.Accepted
            ? ActionTransitions.Failed(record, retry, "accepted, but without effect", null, now)
            : ActionTransitions.Failed(record, retry, "the answer was lost, and there was no effect", null, pending.SentAt);
    }

    private static ClusterRecord LateIn(ClusterRecord record, Instant now) =>
        record.Pending is { Answer: CallAnswer.Accepted } pending && pending.WatchIsOver(now) && record.NotFollowed is null
            ? record with { NotFollowed = pending.Action }
            : record;

    private static ClusterRecord Sampled(ClusterRecord record, Sample sample, Instant now)
    {
        if (sample.Activity == Activity.Unknown)
            return record with { Quiet = null, Unmeasured = new((record.Unmeasured?.Samples ?? 0) + 1, sample.Why ?? "") };
        var spell = record.Quiet;
        // Another counter: something ran between two quiet samples. A lower one is YARN's restart, which hides what ran.
        if (sample.Activity == Activity.Busy || record.Power != PowerState.Up || spell is not null
            && spell.AppsSubmitted != sample.AppsSubmitted)
            return record is { Quiet: null, Unmeasured: null } ? record : record with { Quiet = null, Unmeasured = null };
        return record with { Quiet = new(spell?.Since ?? now, now, (spell?.Samples ?? 0) + 1, sample.AppsSubmitted), Unmeasured = null };
    }
}
