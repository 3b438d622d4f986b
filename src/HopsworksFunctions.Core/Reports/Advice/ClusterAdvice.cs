using NodaTime;

namespace HopsworksFunctions.Core.Reports.Advice;

/// <summary>Advice for one cluster.</summary>
public sealed record ClusterAdvice : WindowAdvice
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    /// <summary>The rule's name; null if no rule matches the cluster or its rule is unknown.</summary>
    public string? Rule { get; init; }
    public required Instant From { get; init; }
    /// <summary>The time of the last observation, or the requested end if that is earlier.</summary>
    public required Instant To { get; init; }
}
