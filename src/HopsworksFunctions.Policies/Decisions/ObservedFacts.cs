using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>What a cluster's history last stored of its name, tags and workers.</summary>
/// <param name="Mark">A number that differs where they do.</param>
public sealed record ObservedFacts(long Mark, Instant At);
