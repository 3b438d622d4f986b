using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>From <paramref name="At"/> on, a cluster's history has this activity.</summary>
public sealed record ObservedActivity(Activity Activity, Instant At);
