using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>The history of clusters with rules that observe them: their activity and their facts, stored as changes.</summary>
internal static class HistoryRecorder
{
    /// <summary>
    /// Stores the changes before the records say so, so that a run that dies in between leaves them for the next run. A change that cannot
    /// be stored is retried in the next run.
    /// </summary>
    public static async Task RecordAsync(RunContext run, ActivityLog log, CancellationToken cancellationToken)
    {
        var changes = new List<ActivityChange>();
        var changed = new List<(ClusterReport Report, ObservedActivity? Now, ObservedFacts? Facts)>();
        var unseen = UnseenSince(run);
        foreach (var report in run.Clusters)
        {
            var (known, knownFacts) = (report.Decision.Record.Observed, report.Decision.Record.ObservedFacts);
            var (now, facts) = (Now(run, report, unseen), Facts(run, report));
            if (now == known && facts == knownFacts)
                continue;
            if (now != known)
                changes.AddRange(Changes(run, report, known, now, unseen));
            if (facts is not null && facts != knownFacts)
                changes.Add(new(report.Cluster.Id, null, run.Now) { Facts = ClusterFacts.Of(report.Cluster, Workers(report)) });
            changed.Add((report, now, facts));
        }
        if (changed.Count == 0)
            return;
        var failures = await log.AppendAsync(changes, cancellationToken);
        foreach (var (report, now, facts) in changed.Where(change => !failures.ContainsKey(change.Report.Cluster.Id)))
        {
            report.Decision = report.Decision with
            {
                Record = report.Decision.Record with { Observed = now, ObservedFacts = facts },
            };
        }
    }

    /// <summary>Stores the policies in force if they changed, and the time without runs.</summary>
    public static Task RecordAsync(RunContext run, PolicyHistory history, CancellationToken cancellationToken)
    {
        var now = new PoliciesInForce(run.Now, run.Policies.Version);
        if (UnseenSince(run) is { } since)
            return history.AppendAsync([new(since, null), now], cancellationToken);
        // Another process may have stored other policies since.
        return history.Knows(now) && Observation.LastRunOf(run.State)?.Policies == now.Version
            ? Task.CompletedTask : history.AppendAsync([now], cancellationToken);
    }

    private static IEnumerable<ActivityChange> Changes(
        RunContext run, ClusterReport report, ObservedActivity? known, ObservedActivity? now, Instant? unseen)
    {
        if (unseen is { } since && known is not null)
            yield return new(report.Cluster.Id, Activity.Unknown, since);
        if (now is not null)
            yield return new(report.Cluster.Id, now.Activity, now.At);
        else if (!IsDown(report))
            yield return new(report.Cluster.Id, Activity.Unknown, run.Now);
    }

    /// <inheritdoc cref="Now"/>
    private static ObservedFacts? Facts(RunContext run, ClusterReport report)
    {
        if (report.Decision.Rule is not { Settings.Observe: true })
            return null;
        var known = report.Decision.Record.ObservedFacts;
        var mark = ClusterFacts.MarkOf(report.Cluster, Workers(report));
        return known?.Mark == mark && ActivityWeek.Of(known.At) == ActivityWeek.Of(run.Now) ? known : new(mark, run.Now);
    }

    /// <summary>Returns the workers of the cluster. A stop deletes them, but the next start restores them, so they still count.</summary>
    private static IReadOnlyList<WorkerGroup>? Workers(ClusterReport report) =>
        report.Decision.Record.Workers ?? report.Decision.Record.SettledWorkers;

    /// <summary>Returns the activity for the record: the same object as before if nothing changed.</summary>
    private static ObservedActivity? Now(RunContext run, ClusterReport report, Instant? unseen)
    {
        var known = report.Decision.Record.Observed;
        // The audit log already records that the cluster is stopped.
        if (report.Decision.Rule is not { Settings.Observe: true } || IsDown(report))
            return null;
        if (report.Observed is not { } activity)
            return known;
        // Each week starts with an entry, so that a range can be read without the weeks before it.
        return activity == known?.Activity && ActivityWeek.Of(known.At) == ActivityWeek.Of(run.Now) && unseen is null
            ? known : new(activity, run.Now);
    }

    private static bool IsDown(ClusterReport report) => report.Decision.Record.Power == PowerState.Down;

    /// <summary>Returns the time since when no run observed the clusters, if runs were missed; null for none.</summary>
    private static Instant? UnseenSince(RunContext run)
    {
        var interval = run.Next - run.Now;
        var longest = 2 * interval + Duration.FromMinutes(1);
        return Observation.LastOf(run.State) is { } last && run.Now - last > longest ? last + interval : null;
    }
}
