using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>Keeps when the clusters are busy whose rules observe them, as changes.</summary>
internal static class ActivityRecorder
{
    /// <summary>
    /// Stores what changed before the records say that it is stored, so that a run that dies in between leaves the changes for the next
    /// one to find. What cannot be stored is tried again in the next run.
    /// </summary>
    public static async Task RecordAsync(RunContext run, ActivityLog log, CancellationToken cancellationToken)
    {
        var changes = new List<ActivityChange>();
        var changed = new List<(ClusterReport Report, ObservedActivity? Now)>();
        var unseen = UnseenSince(run);
        foreach (var report in run.Clusters)
        {
            var known = report.Decision.Record.Observed;
            var now = Now(run, report, unseen);
            if (now == known)
                continue;
            if (unseen is { } since && known is not null)
                changes.Add(new(report.Cluster.Id, Activity.Unknown, since));
            if (now is not null)
                changes.Add(new(report.Cluster.Id, now.Activity, now.At));
            else if (!IsDown(report))
                changes.Add(new(report.Cluster.Id, Activity.Unknown, run.Now));
            changed.Add((report, now));
        }
        if (changed.Count == 0)
            return;
        var failures = await log.AppendAsync(changes, cancellationToken);
        foreach (var (report, now) in changed.Where(change => !failures.ContainsKey(change.Report.Cluster.Id)))
            report.Decision = report.Decision with { Record = report.Decision.Record with { Observed = now } };
    }

    /// <summary>What the record is to say: the same object as before where nothing changed.</summary>
    private static ObservedActivity? Now(RunContext run, ClusterReport report, Instant? unseen)
    {
        var known = report.Decision.Record.Observed;
        // That it is down is in the audit log.
        if (report.Decision.Rule is not { Settings.Observe: true } || IsDown(report))
            return null;
        if (report.Observed is not { } activity)
            return known;
        // Each week begins anew, so that a range is read without the weeks before it.
        return activity == known?.Activity && ActivityWeek.Of(known.At) == ActivityWeek.Of(run.Now) && unseen is null
            ? known : new(activity, run.Now);
    }

    private static bool IsDown(ClusterReport report) => report.Decision.Record.Power == PowerState.Down;

    /// <summary>From when on nobody looked, if runs were left out; null if none was.</summary>
    private static Instant? UnseenSince(RunContext run)
    {
        var interval = run.Next - run.Now;
        var longest = 2 * interval + Duration.FromMinutes(1);
        return Observation.LastOf(run.State) is { } last && run.Now - last > longest ? last + interval : null;
    }
}
