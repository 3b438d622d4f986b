using NodaTime;

namespace HopsworksFunctions.Core.Reports.Advice;

/// <summary>Advice for one cluster.</summary>
public sealed record ClusterAdvice : WindowAdvice
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    /// <summary>Null when no rule matches it, or its rule is unknown.</summary>
    public string? Rule { get; init; }
    public required Instant From { get; init; }
    /// <summary>When the clusters were last observed, or the end that was asked for, whichever is earlier.</summary>
    public required Instant To { get; init; }
}
