using System.Text.Json.Serialization;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Advice;

/// <summary>Advice for the observed clusters, and for the rules that manage them.</summary>
/// <param name="To">When the clusters were last observed, or the end that was asked for, whichever is earlier.</param>
/// <param name="Share">The least share of the busy half hours that windows were to cover.</param>
/// <param name="Clusters">Sorted by name.</param>
/// <param name="Rules">In the order of the policies; a rule whose clusters choose their schedule by a tag once for each schedule.</param>
/// <param name="Doubts">What could not be read, one sentence each.</param>
public sealed record FleetAdvice(
    Instant From, Instant To, double Share, IReadOnlyList<ClusterAdvice> Clusters, IReadOnlyList<RuleAdvice> Rules,
    IReadOnlyList<string> Doubts)
{
    /// <summary>The rule that was asked for; null for all.</summary>
    public string? Rule { get; init; }

    /// <summary>The value of <c>after</c> for the next page of clusters; null when there are no more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? After { get; init; }

    /// <summary>The path and query of that page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; init; }
}

/// <summary>Advice for the clusters of a rule, which share their windows. Months are those of all of them together.</summary>
public sealed record RuleAdvice : WindowAdvice
{
    public required string Name { get; init; }
    /// <summary>The schedule that its clusters have now; null for none.</summary>
    public string? ScheduleName { get; init; }
    /// <summary>The observed ones, sorted by name.</summary>
    public required IReadOnlyList<RuleCluster> Clusters { get; init; }
}

/// <summary>A cluster under the windows of its rule.</summary>
/// <param name="Verdict">Of the cluster alone. Those of which too little is known do not count for the windows.</param>
/// <param name="Coverage">
/// The share of its busy half hours inside the rule's windows; null without advice, and if it was never busy.
/// </param>
/// <param name="Falls">Whether that is below the wanted share.</param>
public sealed record RuleCluster(string Id, string Name, AdviceVerdict Verdict, double? Coverage, bool Falls);
