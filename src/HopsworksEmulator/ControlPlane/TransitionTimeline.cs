namespace HopsworksEmulator.ControlPlane;

/// <summary>
/// The current state of an object and its planned changes. The state is null before the object exists and after it is gone.
/// </summary>
internal sealed class TransitionTimeline<T>(T? initial)
    where T : class
{
    private readonly List<Step> steps = [];

    /// <summary>The state at the last call of <see cref="At"/>.</summary>
    public T? Current { get; private set; } = initial;

    public bool InTransition => steps.Exists(step => step.IsTransition);

    /// <summary>The time of the next planned change; null for none.</summary>
    public DateTimeOffset? Next => steps.Count > 0 ? steps[0].At : null;

    public T? At(DateTimeOffset now)
    {
        while (steps.Count > 0 && steps[0].At <= now)
        {
            var change = steps[0].Change;
            steps.RemoveAt(0);
            Current = change(Current);
        }
        return Current;
    }

    /// <summary>Plans a change, after others of the same instant. <see cref="At"/> applies the changes that are due.</summary>
    public void Plan(DateTimeOffset at, Func<T?, T?> change, bool isTransition)
    {
        var index = steps.FindLastIndex(step => step.At <= at) + 1;
        steps.Insert(index, new(at, change, isTransition));
    }

    /// <summary>Sets the state now, and can cancel the planned transitions.</summary>
    public void Set(T? value, bool endsTransition)
    {
        Current = value;
        if (endsTransition)
            steps.RemoveAll(step => step.IsTransition);
    }

    private readonly record struct Step(DateTimeOffset At, Func<T?, T?> Change, bool IsTransition);
}

internal static class ClusterTransitions
{
    extension(TransitionTimeline<EmulatedCluster> timeline)
    {
        public void Then(DateTimeOffset at, Func<EmulatedCluster, EmulatedCluster?> change) =>
            timeline.Plan(at, cluster => cluster is null ? null : change(cluster), isTransition: true);

        public void Then(DateTimeOffset at, string state) =>
            timeline.Plan(at, cluster => cluster?.In(state), isTransition: true);
    }
}
