using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Incidents;

/// <summary>
/// Opens an incident for each protecting rule that clusters almost match, and for each cluster with a tag that names no schedule. They name
/// the rule, so that they hide no other incident of the configuration.
/// </summary>
internal static class MatchIncidents
{
    private const int MaxNamed = 10;

    public static Task SetAsync(
        IncidentTracker book, IReadOnlyList<ClusterReport> clusters, Instant now, CancellationToken cancellationToken) =>
        book.SetAllAsync(
            incident => incident is { Kind: EventKind.Config, Rule: not null },
            [.. NearMatches(clusters, now), .. UnknownSchedules(clusters, now)], incident => End(incident, clusters), now,
            cancellationToken);

    private static IEnumerable<Incident> NearMatches(IReadOnlyList<ClusterReport> clusters, Instant now) => clusters
        .Where(cluster => cluster.Decision.Reason == Reason.NearMatch)
        .GroupBy(cluster => cluster.Decision.Rule!.Name)
        .Select(rule => new Incident(EventKind.Config, null, now, NearMatches(rule.Key, [.. rule])) { Rule = rule.Key });

    private static string NearMatches(string rule, List<ClusterReport> clusters)
    {
        var named = clusters.Take(MaxNamed)
            .Select(cluster => $"{cluster.Cluster.Name} ({NearMatch.Of(cluster.Decision.Rule!.Match, cluster.Cluster).Text})");
        var more = clusters.Count > MaxNamed ? $" and {clusters.Count - MaxNamed} more" : "";
        var (count, advice) = clusters.Count == 1
            ? ($"1 cluster almost matches rule '{rule}' and is", "Fix its name or tag, or change the rule")
            : ($"{clusters.Count} clusters almost match rule '{rule}' and are", "Fix their names or tags, or change the rule");
        return $"{count} treated as protected: {string.Join(", ", named)}{more}. {advice}.";
    }

    private static IEnumerable<Incident> UnknownSchedules(IReadOnlyList<ClusterReport> clusters, Instant now)
    {
        foreach (var report in clusters.Where(report => report.Decision.Reason == Reason.UnknownSchedule))
        {
            var (cluster, rule) = (report.Cluster, report.Decision.Rule!);
            var schedules = rule.ScheduleTag!.Schedules;
            var message = $"{cluster.Name}: {MatchText.UnknownSchedule(rule, cluster).Problem}. The app does not act on it."
                + (schedules.Count is > 0 and <= MaxNamed ? $" Schedules: {string.Join(", ", schedules)}." : "");
            yield return new(EventKind.Config, cluster.Id, now, message) { Rule = rule.Name };
        }
    }

    private static string End(Incident incident, IReadOnlyList<ClusterReport> clusters)
    {
        if (incident.ClusterId is null)
            return $"Rule '{incident.Rule}' has no near matches.";
        return clusters.FirstOrDefault(cluster => cluster.Cluster.Id == incident.ClusterId) switch
        {
            null => $"The cluster with the tag no longer exists in Hopsworks.ai (rule '{incident.Rule}').",
            { Decision.Rule: { Schedule: { } schedule, IsGuard: false } } found =>
                $"The schedule of {found.Cluster.Name} is '{schedule.Name}'.",
            var found => $"{found.Cluster.Name} needs no schedule from its tags.",
        };
    }
}
