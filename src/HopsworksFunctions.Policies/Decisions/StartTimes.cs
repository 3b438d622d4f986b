using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The durations of the app's starts, and the start-ahead times that follow from them. Pure, like the engine.</summary>
public static class StartTimes
{
    private const int Remembered = 10;
    private const int Enough = 3;
    private static readonly Duration LongestLead = Duration.FromHours(1);

    /// <summary>Returns how long before a start time the rule's start is sent.</summary>
    public static Duration LeadOf(Rule rule, ClusterRecord? record) => rule is { StartAhead: { } ahead, Start: true }
        ? ahead.Time ?? record?.Lead?.Length ?? Duration.Zero
        : Duration.Zero;

    /// <summary>Returns the longest remembered start of each rule with a learned lead, by name; null without such rules.</summary>
    /// <param name="rules">The rule of each cluster; null for none.</param>
    public static IReadOnlyDictionary<string, Duration>? LongestByRule(
        IReadOnlyList<Cluster> clusters, IReadOnlyList<Rule?> rules, IReadOnlyDictionary<string, ClusterRecord> records)
    {
        Dictionary<string, Duration>? longest = null;
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i] is not { StartAhead: { Time: null } } rule)
                continue;
            longest ??= [];
            longest[rule.Name] = Duration.Max(
                longest.GetValueOrDefault(rule.Name), Longest(records.GetValueOrDefault(clusters[i].Id)?.Starts));
        }
        return longest;
    }

    /// <summary>Fixes a learned lead when a window ends, so that the next start time does not move while the cluster is stopped.</summary>
    /// <param name="ofRule">The longest start of the rule's clusters, for a cluster with few starts of its own.</param>
    public static ClusterRecord Fix(ClusterRecord record, Rule? rule, Duration ofRule, Instant now)
    {
        if (rule is not { StartAhead: { Time: null }, Schedule: { } schedule } || !Actionability.Manages(rule))
            return record.Lead is null ? record : record with { Lead = null };
        var own = schedule.At(now);
        if (own.IsUp || record.Lead is { } lead && lead.After == own.Since)
            return record;
        var longest = record.Starts is { Count: >= Enough } starts ? Longest(starts) : ofRule;
        return record with { Lead = new(own.Since, Duration.Min(longest, LongestLead)) };
    }

    /// <summary>Records how long a start by the app took, once the cluster runs with its worker nodes.</summary>
    internal static ClusterRecord Measured(ClusterRecord record, Cluster cluster, Rule? rule, Instant now)
    {
        if (record.StartSent is not { } sent)
            return record;
        // Worker nodes that could not be added say nothing about how long a start takes.
        if (!Actionability.Manages(rule) || record.Failures?.Of(ClusterAction.AddWorkers) == true)
            return record with { StartSent = null };
        if (record.Workers is not null && rule.Settings.RestoreWorkers && cluster.Autoscale is null)
            return record;
        var starts = record.Starts ?? [];
        return record with { StartSent = null, Starts = [.. starts.Skip(starts.Count - (Remembered - 1)), now - sent] };
    }

    private static Duration Longest(IReadOnlyList<Duration>? starts)
    {
        var longest = Duration.Zero;
        for (var i = 0; i < starts?.Count; i++)
            longest = Duration.Max(longest, starts[i]);
        return longest;
    }
}
