using System.Text.Json.Serialization;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Timelines;

/// <summary>The times when clusters were scheduled to run, ran, and were held, within a range with an exclusive end.</summary>
/// <param name="ObservedUntil">The time of the last observation; null if the clusters were never observed.</param>
/// <param name="Schedules">The windows of each schedule, including future ones.</param>
/// <param name="Clusters">The clusters, sorted by name.</param>
public sealed record FleetTimeline(
    Instant From,
    Instant To,
    Instant Now,
    Instant? ObservedUntil,
    IReadOnlyDictionary<string, IReadOnlyList<TimelineSpan>> Schedules,
    IReadOnlyList<ClusterTimeline> Clusters)
{
    /// <summary>The value of <c>after</c> for the next page of clusters; null on the last page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? After { get; init; }

    /// <summary>The path and query of the next page; null on the last page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; init; }
}

/// <summary>A period with an inclusive start and an exclusive end.</summary>
public sealed record TimelineSpan(Instant From, Instant To);

/// <param name="Schedule">The schedule of the last rule known to manage the cluster; null for none.</param>
public sealed record ClusterTimeline(string Id, string Name, string? Schedule, IReadOnlyList<UpTime> Up, IReadOnlyList<HeldTime> Holds);

/// <param name="To">The end; null if the cluster is still running.</param>
/// <param name="By">The cause of the start.</param>
public sealed record UpTime(Instant From, Instant? To, Cause By);

public sealed record HeldTime(Instant From, Instant To, HoldState State, string? By);
