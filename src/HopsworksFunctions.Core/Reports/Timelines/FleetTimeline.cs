using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Timelines;

/// <summary>When clusters were to be up, were seen up, and were held, within a range whose end is exclusive.</summary>
/// <param name="ObservedUntil">When the clusters were last looked at; null when they never were.</param>
/// <param name="Schedules">The windows of each schedule, those to come too.</param>
/// <param name="Clusters">By name.</param>
public sealed record FleetTimeline(
    Instant From,
    Instant To,
    Instant Now,
    Instant? ObservedUntil,
    IReadOnlyDictionary<string, IReadOnlyList<TimelineSpan>> Schedules,
    IReadOnlyList<ClusterTimeline> Clusters);

/// <summary>From an instant up to but excluding another.</summary>
public sealed record TimelineSpan(Instant From, Instant To);

/// <param name="Schedule">Of the rule that was last seen to manage it; null for none.</param>
public sealed record ClusterTimeline(string Id, string Name, string? Schedule, IReadOnlyList<UpTime> Up, IReadOnlyList<HeldTime> Holds);

/// <param name="To">Null while it is still up.</param>
/// <param name="By">Who brought it up.</param>
public sealed record UpTime(Instant From, Instant? To, Cause By);

public sealed record HeldTime(Instant From, Instant To, HoldState State, string? By);
