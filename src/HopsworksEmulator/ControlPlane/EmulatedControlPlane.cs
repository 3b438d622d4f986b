namespace HopsworksEmulator.ControlPlane;

/// <summary>
/// The Hopsworks.ai control plane as a state machine without HTTP. Reads compute transitions from the current <paramref name="time"/>.
/// Manual actions in Hopsworks.ai are the same operations. Thread-safe.
/// </summary>
/// <param name="upgrades">Upgrades in addition to the catalog's, or upgrades that fail.</param>
public sealed partial class EmulatedControlPlane(
    TimeProvider time, EmulatorTimings timings, IReadOnlyList<EmulatedUpgrade>? upgrades = null)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, TransitionTimeline<EmulatedCluster>> clusters = [];

    // The last listing, and the time until which it is valid; null after any change.
    private (IReadOnlyList<EmulatedCluster> Clusters, DateTimeOffset? Until)? listed;

    public DateTimeOffset Now => time.GetUtcNow();

    public EmulatorTimings Timings { get; } = timings;

    /// <summary>
    /// Lists immutable snapshots of all clusters, in the order in which they were added. The list stays the same while no cluster changes.
    /// </summary>
    public IReadOnlyList<EmulatedCluster> List() => Listed().Clusters;

    /// <summary>The time of the next planned change of a cluster; null for none.</summary>
    public DateTimeOffset? NextChange => Listed().Until;

    /// <summary>Returns one cluster; null if it does not exist.</summary>
    public EmulatedCluster? Get(string id)
    {
        lock (gate)
            return clusters.TryGetValue(id, out var timeline) ? timeline.At(Now) : null;
    }

    /// <summary>Adds a cluster unchanged, or replaces the one with its ID.</summary>
    public void Add(EmulatedCluster cluster)
    {
        lock (gate)
            (clusters[cluster.Id], listed) = (new(cluster), null);
    }

    /// <summary>Removes a cluster at once.</summary>
    public void Remove(string id) => Act(id, _ => null, (timeline, _) => timeline.Set(null, endsTransition: true));

    /// <summary>Changes a cluster. A new state ends its transition. Returns false if there is no such cluster.</summary>
    /// <param name="endsTransition">Whether the transition ends even if the state stays the same.</param>
    public bool Set(string id, Func<EmulatedCluster, EmulatedCluster> change, bool endsTransition = false) =>
        Act(id, _ => null, (timeline, _) =>
        {
            var before = timeline.Current!;
            var after = change(before);
            timeline.Set(after, endsTransition || before.State != after.State);
        }).Accepted;

    private ControlPlaneResult Act(
        string id,
        Func<TransitionTimeline<EmulatedCluster>, string?> refusal,
        Action<TransitionTimeline<EmulatedCluster>, DateTimeOffset> act)
    {
        lock (gate)
        {
            var now = Now;
            if (!clusters.TryGetValue(id, out var timeline) || timeline.At(now) is null)
                return ControlPlaneResult.NoCluster;
            if (refusal(timeline) is { } message)
                return ControlPlaneResult.BadRequest(message);
            act(timeline, now);
            listed = null;
            return ControlPlaneResult.Done;
        }
    }

    private (IReadOnlyList<EmulatedCluster> Clusters, DateTimeOffset? Until) Listed()
    {
        lock (gate)
        {
            var now = Now;
            if (listed is { } known && !(known.Until <= now))
                return known;
            var found = new List<EmulatedCluster>(clusters.Count);
            DateTimeOffset? next = null;
            foreach (var timeline in clusters.Values)
            {
                if (timeline.At(now) is { } cluster)
                    found.Add(cluster);
                if (timeline.Next is { } at && !(at >= next))
                    next = at;
            }
            listed = (found, next);
            return (found, next);
        }
    }

    private static string? UnlessIn(TransitionTimeline<EmulatedCluster> timeline, params ReadOnlySpan<string> states) =>
        timeline.InTransition ? "another operation on the cluster is in progress"
        : states.Contains(timeline.Current!.State) ? null
        : $"cluster is not in the right state, current state is {timeline.Current.State}";
}
