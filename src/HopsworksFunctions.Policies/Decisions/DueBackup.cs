using HopsworksFunctions.Policies.Clusters;
using NodaTime;
using NodaTime.TimeZones;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>
/// Puts a backup before a stop that would be made now, lets the stop wait for it, and decides on daily backups. Pure, like
/// <see cref="PolicyEngine"/>.
/// </summary>
public static class DueBackup
{
    /// <summary>The time after its time of day within which a daily backup is still made.</summary>
    public static readonly Duration CatchUp = Duration.FromHours(6);

    // A window's start works the same: it is the first occurrence of a repeated time, or the end of the gap.
    private static readonly ZoneLocalMappingResolver Resolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <param name="decision">The decision of <see cref="PolicyEngine.Decide"/>, but not in a dry run, which makes no backup.</param>
    public static Decision Apply(Decision decision, Cluster cluster, Instant now)
    {
        if (decision.Rule?.Backup is not { } policy || Actionability.IsUnmanaged(decision.Rule, decision.Record, out _))
            return decision;
        // A stop that a person wants does not wait.
        var isStopDue = decision.Due is { Action: ClusterAction.Stop, Kind: not StopKind.Uncounted };
        if (decision.Record.Backup is { IsInFlight: true } ours)
            return isStopDue ? Waiting(decision, ours, policy, now) : decision;
        if (cluster.BackupRetention == 0)
            return decision;
        return policy.At is { } time ? Daily(decision, cluster, time, now)
            : isStopDue && decision.Action == ClusterAction.Stop ? BeforeStop(decision, policy, now)
            : decision;
    }

    /// <summary>Returns when the backup of a day is due: the last occurrence of its time of day.</summary>
    public static Instant LastAt(LocalTime time, DateTimeZone zone, Instant now)
    {
        var today = now.InZone(zone).Date;
        var at = On(today);
        return at <= now ? at : On(today.PlusDays(-1));

        Instant On(LocalDate day) => zone.ResolveLocal(day + time, Resolver).ToInstant();
    }

    /// <summary>Lets a stop wait for the app's backup. After the longest wait, that delays the stop like any other backup.</summary>
    private static Decision Waiting(Decision decision, BackupRecord ours, BackupPolicy policy, Instant now)
    {
        var until = ours.SentAt + policy.AtMost;
        if (now >= until || decision is not ({ Action: ClusterAction.Stop } or { Reason: Reason.BackupInProgress }))
            return decision;
        return decision with
        {
            Action = ClusterAction.None,
            Reason = Reason.BackingUp,
            Since = ours.SentAt,
            Until = until,
            Next = new(until, false),
            IsDeferred = false,
            Record = decision.Record.Deferred == 0 ? decision.Record : decision.Record with { Deferred = 0 },
        };
    }

    private static Decision BeforeStop(Decision decision, BackupPolicy policy, Instant now)
    {
        var due = decision.Due is { Kind: StopKind.Idle, Boundary: { } met } ? met : decision.Since!.Value;
        var ours = decision.Record.Backup;
        if (ours?.EndedSince(due) == true)
            return decision;
        var isTooLate = ours is { Step: BackupStep.Lost } && ours.For == due && now >= ours.SentAt + policy.AtMost;
        return isTooLate ? decision
            : decision with { Action = ClusterAction.Backup, Reason = Reason.BackupBeforeStop, Since = due, Until = null };
    }

    private static Decision Daily(Decision decision, Cluster cluster, LocalTime time, Instant now)
    {
        var (rule, record) = (decision.Rule!, decision.Record);
        if (decision is not { Action: ClusterAction.None, Due: null } || record is not { Power: PowerState.Up, Pending: null }
            || Actionability.PowerOf(cluster) != PowerState.Up || Actionability.Blocks(cluster) is not null)
            return decision;
        var due = LastAt(time, rule.Zone, now);
        var isDone = record.Backup is { } last && last.For >= due && last.Step != BackupStep.Lost;
        return isDone || now >= due + CatchUp ? decision : decision with
        {
            Action = ClusterAction.Backup,
            Reason = Reason.DailyBackup,
            Since = due,
            Until = null,
            Due = new(ClusterAction.Backup, due),
        };
    }
}
