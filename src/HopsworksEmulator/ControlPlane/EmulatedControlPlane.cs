namespace HopsworksEmulator.ControlPlane;

/// <summary>
/// The Hopsworks.ai control plane as a state machine without HTTP. Transitions are evaluated when something is read, from the
/// instants of <paramref name="time"/> alone. A person's clicks in Hopsworks itself are the same operations. Thread-safe.
/// </summary>
public sealed partial class EmulatedControlPlane(TimeProvider time, EmulatorTimings timings)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, TransitionTimeline<EmulatedCluster>> clusters = [];

    public DateTimeOffset Now => time.GetUtcNow();

    public EmulatorTimings Timings { get; } = timings;

    /// <summary>All clusters in the order in which they were added; snapshots that later changes leave alone.</summary>
    public IReadOnlyList<EmulatedCluster> List()
    {
        lock (gate)
        {
            var now = Now;
            var found = new List<EmulatedCluster>(clusters.Count);
            foreach (var timeline in clusters.Values)
            {
                if (timeline.At(now) is { } cluster)
                    found.Add(cluster);
            }
            return found;
        }
    }

    /// <summary>One cluster; null when there is none.</summary>
    public EmulatedCluster? Get(string id)
    {
        lock (gate)
            return clusters.TryGetValue(id, out var timeline) ? timeline.At(Now) : null;
    }

    /// <summary>Puts a cluster there as it is, or in place of the one with its id.</summary>
    public void Add(EmulatedCluster cluster)
    {
        lock (gate)
            clusters[cluster.Id] = new(cluster);
    }

    /// <summary>Changes a cluster; another state ends the transition under way. False when there is no such cluster.</summary>
    /// <param name="endsTransition">Ends the transition even where it goes through the same state.</param>
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
            return ControlPlaneResult.Done;
        }
    }

    private static string? UnlessIn(TransitionTimeline<EmulatedCluster> timeline, params ReadOnlySpan<string> states) =>
        timeline.InTransition ? "another operation on the cluster is in progress"
        : states.Contains(timeline.Current!.State) ? null
        : $"cluster is not in the right state, current state is {timeline.Current.State}";
}
