using HopsworksFunctions.Policies.Advice;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Histories;

/// <summary>The states of a cluster within a range with an exclusive end.</summary>
/// <param name="ObservedUntil">The time of the last observation; null if the clusters were never observed.</param>
/// <param name="Hours">The hours in each state. They add up to the range until <paramref name="ObservedUntil"/>.</param>
/// <param name="Stretches">The stretches, oldest first. Each starts where the previous one ends.</param>
public sealed record ClusterHistory(
    string Id, string Name, Instant From, Instant To, Instant? ObservedUntil, HistoryHours Hours, IReadOnlyList<HistoryStretch> Stretches);

/// <param name="By">The person or cause that started or stopped the cluster at <paramref name="From"/>; null for none or unknown.</param>
public sealed record HistoryStretch(Instant From, Instant To, ActivityState State, string? By);

/// <summary>Hours by state. Only the hours of a running cluster with measured activity count as busy (active) or quiet (idle).</summary>
public sealed record HistoryHours(double Busy, double Quiet, double Down, double Unknown);

/// <summary>The deleted part of a cluster's history.</summary>
/// <param name="Weeks">The number of weeks with deleted activity.</param>
public sealed record ForgottenActivity(string Id, string? Name, int Weeks);
