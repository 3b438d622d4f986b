using System.Text.Json.Serialization;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Advice;

/// <summary>Advice for the observed clusters, and for the rules that manage them.</summary>
/// <param name="To">The time of the last observation, or the requested end if that is earlier.</param>
/// <param name="Share">The minimum share of active half hours that the windows must cover.</param>
/// <param name="Clusters">The clusters, sorted by name.</param>
/// <param name="Rules">
/// The rules in the order of the policies. A rule with clusters that choose their schedule by a tag appears once per schedule.
/// </param>
/// <param name="Doubts">The failures to read data, one sentence each.</param>
public sealed record FleetAdvice(
    Instant From, Instant To, double Share, IReadOnlyList<ClusterAdvice> Clusters, IReadOnlyList<RuleAdvice> Rules,
    IReadOnlyList<string> Doubts)
{
    /// <summary>The requested rule; null for all rules.</summary>
    public string? Rule { get; init; }

    /// <summary>The value of <c>after</c> for the next page of clusters; null on the last page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? After { get; init; }

    /// <summary>The path and query of the next page; null on the last page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; init; }
}

/// <summary>Advice for the clusters of a rule, which share their windows. Monthly figures are the sums of all clusters.</summary>
public sealed record RuleAdvice : WindowAdvice
{
    public required string Name { get; init; }
    /// <summary>The current schedule of the rule's clusters; null for none.</summary>
    public string? ScheduleName { get; init; }
    /// <summary>The observed clusters, sorted by name.</summary>
    public required IReadOnlyList<RuleCluster> Clusters { get; init; }
}

/// <summary>A cluster under the windows of its rule.</summary>
/// <param name="Verdict">The verdict for the cluster alone. A cluster with too little history does not influence the windows.</param>
/// <param name="Coverage">
/// The share of its active half hours inside the rule's windows; null without advice, or if it was never active.
/// </param>
/// <param name="Falls">Whether the coverage is below the requested share.</param>
public sealed record RuleCluster(string Id, string Name, AdviceVerdict Verdict, double? Coverage, bool Falls);
