using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The name, tags and workers that a cluster's history last stored.</summary>
/// <param name="Mark">A number that differs if they differ.</param>
public sealed record ObservedFacts(long Mark, Instant At);
