using HopsworksFunctions.Core.Incidents;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// One-time events that are not incidents: cancelled stop warnings, windows without a start, and worker nodes that are not restored.
/// </summary>
internal static class Happenings
{
    /// <summary>Finds the events that are new in this run.</summary>
    /// <param name="gone">The records of clusters that are no longer listed.</param>
    public static IReadOnlyList<Happening> Of(
        IReadOnlyList<ClusterReport> clusters, IReadOnlyList<ClusterRecord> gone, IncidentTracker book, Instant now)
    {
        var found = new List<Happening>();
        foreach (var cluster in clusters)
        {
            // Most clusters do not change from run to run.
            if (!ReferenceEquals(cluster.Before, cluster.Decision.Record))
                Add(found, cluster.Before, cluster, book, now);
        }
        found.AddRange(gone.Where(record => record.Gone is null).Select(record => OfGone(record, now)).OfType<Happening>());
        return found;
    }

    /// <summary>Adds the new events of one cluster.</summary>
    /// <param name="before">The record at the start of the run; null if the cluster is first seen.</param>
    private static void Add(
        List<Happening> found, ClusterRecord? before, ClusterReport report, IncidentTracker book, Instant now)
    {
        var after = report.Decision.Record;
        if (before is null)
            return;
        var (id, name, rule) = (report.Cluster.Id, report.Cluster.Name, report.Decision.Rule);
        if (before.Warning is { IsOver: false } announced && (announced.For != after.Warning?.For || after.Warning.IsOver)
            && !IsOurStop(before, after) && !IsStillDraining(announced, after))
        {
            var isNotStopped = $"does not stop {SentenceTimes.Write(announced.StopAt, rule, now)}{WhyNot(before, report, now)}";
            found.Add(About(EventKind.Warn, announced.StopAt, isNotStopped) with { Over = true });
        }
        if (Actionability.IsUnmanaged(rule, after, out _))
            return;
        if (before.Failures is { } failed && failed.Of(ClusterAction.Start) && after.Failures is null
            && report.Decision.Reason == Reason.OutOfWindow && !book.IsOpen(EventKind.StartFailed, id))
        {
            found.Add(About(
                EventKind.StartFailed, failed.Boundary ?? now,
                $"could not be started in its window: {DecisionText.Attempts(failed.Count)} failed. Last answer: {failed.Answer}"));
        }
        if (report.Cluster.Autoscale is null && rule.Settings.RestoreWorkers
            && Workers(before, after, report.Cluster, now) is { } clause && !book.IsOpen(EventKind.Workers, id))
            found.Add(About(EventKind.Workers, now, clause));

        Happening About(EventKind kind, Instant occasion, string clause) =>
            new(kind, id, name, occasion, clause) { Rule = rule?.Name, DryRun = report.DryRun };
    }

    /// <summary>Returns the event for a cluster that had a stop warning and is no longer listed; null for none.</summary>
    public static Happening? OfGone(ClusterRecord record, Instant now) =>
        record.Warning is { IsOver: false } announced && record.Pending is not { Action: ClusterAction.Stop }
            ? new(
                EventKind.Warn, record.ClusterId, record.Name, announced.StopAt,
                $"does not stop {SentenceTimes.Write(announced.StopAt, null, now)}: it no longer exists in Hopsworks.ai")
            {
                Over = true,
            }
            : null;

    private static string? Workers(ClusterRecord before, ClusterRecord after, Cluster cluster, Instant now)
    {
        var cameUp = before.Power == PowerState.Down && after.Power == PowerState.Up;
        var ours = before.Pending is { Action: ClusterAction.Start };
        if (cameUp && !ours && !WorkerObserver.WasStoppedByApp(before)
            && WorkerSet.Union(before.Workers, before.SettledWorkers ?? []) is { } known
            && WorkerSet.Missing(known, cluster.Workers) is { Count: > 0 } left)
        {
            return $"was stopped and started manually, so the app did not restore {WorkerSet.Text(left)}. "
                + "Add them in Hopsworks.ai if you need them";
        }
        if (cameUp && ours && before is { Workers: null, SettledWorkers: null } && cluster.Workers.Count == 0)
            return "started without worker nodes, and the app has no record of any";
        if (before.SpotLoss is null && after.SpotLoss is not null && before.SettledWorkers is { } settled)
        {
            var lost = WorkerSet.Missing(settled, cluster.Workers);
            var until = SentenceTimes.Write(now + WorkerObserver.SpotMemory, null, now);
            return $"lost {WorkerSet.Text(lost)}; the app keeps the count of {WorkerSet.Text(settled)} until {until}";
        }
        if (!cameUp && before is { Power: PowerState.Up, Workers: { } owed } && after is { Power: PowerState.Up, Workers: null }
            && WorkerSet.Missing(owed, cluster.Workers) is { Count: > 0 } dropped)
            return $"gets no {WorkerSet.Text(dropped)} back, because its worker nodes were changed manually";
        return null;
    }

    /// <summary>Returns whether the app is making, or has made, the stop that it warned of.</summary>
    private static bool IsOurStop(ClusterRecord before, ClusterRecord after) =>
        after.Pending is { Action: ClusterAction.Stop } || before.Pending is { Action: ClusterAction.Stop }
            && after.Power == PowerState.Down;

    /// <summary>Returns whether another warning followed the warning of a drain, so the stop is not cancelled.</summary>
    private static bool IsStillDraining(StopWarning announced, ClusterRecord after) =>
        announced.Of == Reason.Draining && after.Warning is { IsOver: false };

    /// <summary>Returns why a stop does not follow its warning. The text before it already names the zone.</summary>
    private static string WhyNot(ClusterRecord before, ClusterReport report, Instant now)
    {
        var (decision, rule) = (report.Decision, report.Decision.Rule);
        var (after, words) = (decision.Record, decision.InWords(report.Cluster, now, rule?.Zone));
        if (after.Power == PowerState.Down)
            return ": it was stopped manually";
        if (decision.Reason is Reason.Held or Reason.HoldDown && report.Hold is { } hold)
            return $": {hold.Explain(new(rule?.Zone ?? DateTimeZone.Utc, now, namesZone: false))}";
        var (isIdleStop, isDrained) = (before.Warning!.Of == Reason.Idle, before is { Drain: not null, Quiet: not null });
        if (after.Quiet is null && (isIdleStop || isDrained && before.Warning.Of != Reason.Draining))
            return $": it is active again{(decision.Reason == Reason.Draining ? $". {words.Next}" : "")}";
        var isChanged = rule is not null && Actionability.Manages(rule) && decision.Reason != Reason.ProtectionEnds
            && after.Blocked is null && before.Fingerprint != after.Fingerprint;
        return $"{(isChanged ? ": the policies changed" : "")}. {words.Whole}";
    }
}
