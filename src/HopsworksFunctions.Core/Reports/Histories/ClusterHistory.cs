using HopsworksFunctions.Policies.Advice;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Histories;

/// <summary>What a cluster did within a range whose end is exclusive.</summary>
/// <param name="ObservedUntil">When the clusters were last observed; null when they never were.</param>
/// <param name="Hours">How long it was in each state; together the range up to <paramref name="ObservedUntil"/>.</param>
/// <param name="Stretches">Oldest first; each begins where the one before ends.</param>
public sealed record ClusterHistory(
    string Id, string Name, Instant From, Instant To, Instant? ObservedUntil, HistoryHours Hours, IReadOnlyList<HistoryStretch> Stretches);

/// <param name="By">Who started or stopped the cluster at <paramref name="From"/>; null if nobody did, or nobody knows.</param>
public sealed record HistoryStretch(Instant From, Instant To, ActivityState State, string? By);

/// <summary>Hours, of which only those of running clusters whose activity was measured are busy or quiet.</summary>
public sealed record HistoryHours(double Busy, double Quiet, double Down, double Unknown);

/// <summary>How much of a cluster's history was deleted.</summary>
/// <param name="Weeks">The weeks in which its activity was kept.</param>
public sealed record ForgottenActivity(string Id, string? Name, int Weeks);
