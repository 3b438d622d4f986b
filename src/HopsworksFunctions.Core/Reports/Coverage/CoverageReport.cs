using System.Text.Json.Serialization;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Coverage;

/// <summary>Which clusters the policies miss, and which are always or never running, each with what to do.</summary>
public sealed record CoverageReport
{
    /// <summary>The first instant of the time that always and never running are of.</summary>
    public required Instant From { get; init; }
    /// <summary>Its end, exclusive: when the clusters were last observed. The same as <see cref="From"/> if they never were.</summary>
    public required Instant To { get; init; }
    /// <summary>How many days that time has.</summary>
    public required int Days { get; init; }
    /// <summary>How many clusters Hopsworks.ai lists.</summary>
    public required int Clusters { get; init; }
    /// <summary>The kinds that were asked for, the worst first, with how many there are of each.</summary>
    public required IReadOnlyList<CoverageCount> Kinds { get; init; }
    /// <summary>In the order of the kinds, what needs nobody last, and by name.</summary>
    public required IReadOnlyList<CoverageFinding> Findings { get; init; }
    /// <summary>What is not known, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
    /// <summary>The value of <c>after</c> for the next page of findings; null when there are no more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? After { get; init; }
    /// <summary>The path and query of that page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; init; }
}

/// <param name="Title">The kind in words.</param>
/// <param name="Count">How many clusters need somebody.</param>
/// <param name="Expected">How many are so because the policies or a person want it.</param>
public sealed record CoverageCount(CoverageKind Kind, string Title, int Count, int Expected);

/// <summary>One kind of one cluster.</summary>
/// <param name="Id">The cluster's ID.</param>
/// <param name="Name">The cluster's name.</param>
/// <param name="Rule">The rule that applies; null for none.</param>
/// <param name="Owner">Who it belongs to; null if no tag says it.</param>
/// <param name="Message">What is so: whole sentences without the cluster's name.</param>
/// <param name="Todo">What to do about it.</param>
/// <param name="Expected">Whether the policies or a person want it so, and nobody needs to do anything.</param>
public sealed record CoverageFinding(
    CoverageKind Kind, string Id, string Name, string? Rule, string? Owner, string Message, string Todo, bool Expected = false);
