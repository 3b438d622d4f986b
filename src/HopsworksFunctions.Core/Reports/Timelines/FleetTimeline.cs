using System.Text.Json.Serialization;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Timelines;

/// <summary>When clusters were scheduled to run, were seen running, and were held, within a range whose end is exclusive.</summary>
/// <param name="ObservedUntil">When the clusters were last observed; null when they never were.</param>
/// <param name="Schedules">The windows of each schedule, including future ones.</param>
/// <param name="Clusters">Sorted by name.</param>
public sealed record FleetTimeline(
    Instant From,
    Instant To,
    Instant Now,
    Instant? ObservedUntil,
    IReadOnlyDictionary<string, IReadOnlyList<TimelineSpan>> Schedules,
    IReadOnlyList<ClusterTimeline> Clusters)
{
    /// <summary>The value of <c>after</c> for the next page of clusters; null when there are no more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? After { get; init; }

    /// <summary>The path and query of that page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; init; }
}

/// <summary>A period from an instant (inclusive) to another (exclusive).</summary>
public sealed record TimelineSpan(Instant From, Instant To);

/// <param name="Schedule">The schedule of the last rule known to manage it; null for none.</param>
public sealed record ClusterTimeline(string Id, string Name, string? Schedule, IReadOnlyList<UpTime> Up, IReadOnlyList<HeldTime> Holds);

/// <param name="To">Null while it is still running.</param>
/// <param name="By">Who started it.</param>
public sealed record UpTime(Instant From, Instant? To, Cause By);

public sealed record HeldTime(Instant From, Instant To, HoldState State, string? By);
