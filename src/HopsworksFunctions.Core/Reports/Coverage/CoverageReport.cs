using System.Text.Json.Serialization;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Coverage;

/// <summary>The clusters that the policies miss, and those that always or never run, each with advice.</summary>
public sealed record CoverageReport
{
    /// <summary>The start of the period for which clusters count as always or never running.</summary>
    public required Instant From { get; init; }
    /// <summary>
    /// The end of the period, exclusive: the time of the last observation. The same as <see cref="From"/> if the clusters were never
    /// observed.
    /// </summary>
    public required Instant To { get; init; }
    /// <summary>The length of the period in days.</summary>
    public required int Days { get; init; }
    /// <summary>The number of clusters that Hopsworks.ai lists.</summary>
    public required int Clusters { get; init; }
    /// <summary>The requested kinds, worst first, with the number of clusters of each.</summary>
    public required IReadOnlyList<CoverageCount> Kinds { get; init; }
    /// <summary>The findings, sorted by kind, with expected ones last, then by name.</summary>
    public required IReadOnlyList<CoverageFinding> Findings { get; init; }
    /// <summary>The limits of the report, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
    /// <summary>The value of <c>after</c> for the next page of findings; null on the last page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? After { get; init; }
    /// <summary>The path and query of the next page; null on the last page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; init; }
}

/// <param name="Title">The kind in words.</param>
/// <param name="Count">The number of clusters that need attention.</param>
/// <param name="Expected">The number of clusters that are as the policies or a person intended.</param>
public sealed record CoverageCount(CoverageKind Kind, string Title, int Count, int Expected);

/// <summary>A finding of one kind for one cluster.</summary>
/// <param name="Id">The cluster's ID.</param>
/// <param name="Name">The cluster's name.</param>
/// <param name="Rule">The rule that applies; null for none.</param>
/// <param name="Owner">The owner, by the cluster's tags; null if no tag names one.</param>
/// <param name="Message">The finding in full sentences, without the cluster's name.</param>
/// <param name="Todo">The advice.</param>
/// <param name="Expected">Whether the policies or a person intended this, so nobody needs to act.</param>
public sealed record CoverageFinding(
    CoverageKind Kind, string Id, string Name, string? Rule, string? Owner, string Message, string Todo, bool Expected = false);
