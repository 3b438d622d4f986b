using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The activity in a cluster's history from <paramref name="At"/> on.</summary>
public sealed record ObservedActivity(Activity Activity, Instant At);
