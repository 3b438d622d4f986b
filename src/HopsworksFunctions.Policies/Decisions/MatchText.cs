using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>Explanations of problems in a cluster's tags or name because of which the app leaves it alone.</summary>
internal static class MatchText
{
    /// <summary>Returns a clause for a cluster that almost matches a protecting rule.</summary>
    public static string AlmostMatches(Rule rule, Cluster cluster) =>
        $"almost matches rule '{rule.Name}' ({NearMatch.Of(rule.Match, cluster).Text})";

    /// <summary>Returns advice that settles a near match.</summary>
    public static string Advice(Rule rule, Cluster cluster) => $"Fix the {NearMatch.Of(rule.Match, cluster).Field} or the rule";

    /// <summary>Returns a clause on a tag that names no schedule, and a sentence without its full stop on what to do.</summary>
    public static (string Problem, string? Advice) UnknownSchedule(Rule rule, Cluster cluster)
    {
        var tag = rule.ScheduleTag!;
        var values = tag.ValuesOf(cluster);
        if (values.Count > 1)
        {
            var named = string.Join(" and ", values.Select(Quoted));
            return ($"its tags '{tag.Name}' differ only by case and name schedules {named}", "Keep one of them");
        }
        var value = values is [var only] ? only : "";
        return ($"tag '{tag.Name}' names schedule {Quoted(value)}, which does not exist",
            Suggestion.Nearest(value.Trim(), tag.Schedules) is { } near ? $"Did you mean '{near}'?" : null);
    }

    private static string Quoted(string text) => $"'{TextSanitizer.Escape(text)}'";
}
