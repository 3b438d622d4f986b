namespace HopsworksEmulator.ControlPlane;

public sealed partial class EmulatedControlPlane
{
    /// <summary>Adds workers to a running cluster.</summary>
    public ControlPlaneResult AddWorkers(string id, IReadOnlyList<Worker> workers) => Act(
        id,
        timeline => UnlessIn(timeline, ClusterStates.Running) ?? InvalidWorkers(workers),
        (timeline, now) =>
        {
            timeline.Then(now, ClusterStates.WorkerPending);
            timeline.Then(now + Timings.Workers * 0.2, ClusterStates.WorkerStarting);
            timeline.Then(now + Timings.Workers * 0.5, ClusterStates.WorkerInitializing);
            timeline.Then(now + Timings.Workers, cluster => Running(cluster, workers.Aggregate(cluster.Workers, Plus)));
        });

    /// <summary>Removes workers from a running cluster.</summary>
    public ControlPlaneResult RemoveWorkers(string id, IReadOnlyList<Worker> workers) => Act(
        id,
        timeline => UnlessIn(timeline, ClusterStates.Running) ?? InvalidWorkers(workers)
            ?? (workers.All(worker => timeline.Current!.Workers.Any(there => there.IsLike(worker) && there.Count >= worker.Count))
                ? null
                : "the cluster has no such workers"),
        (timeline, now) =>
        {
            timeline.Then(now, ClusterStates.WorkerDecommissioning);
            timeline.Then(now + Timings.Workers * 0.5, ClusterStates.WorkerShuttingDown);
            timeline.Then(now + Timings.Workers, cluster => Running(cluster, workers.Aggregate(cluster.Workers, Minus)));
        });

    /// <summary>Removes spot workers in any state, like a cloud that reclaims machines.</summary>
    public bool LoseSpotWorkers(string id, int count) => Set(id, cluster =>
    {
        var left = new List<Worker>();
        foreach (var worker in cluster.Workers)
        {
            var lost = worker.SpotInfo is null ? 0 : Math.Min(count, worker.Count);
            count -= lost;
            if (lost == 0 || lost < worker.Count)
                left.Add(worker with { Count = worker.Count - lost });
        }
        return cluster with { Workers = left };
    });

    /// <summary>
    /// Configures the autoscaler. It adds its minimum of workers at once or, if the cluster is stopped, at the next start.
    /// </summary>
    public ControlPlaneResult SetAutoscale(string id, AutoscaleConfiguration autoscale) =>
        autoscale.NonGpu is { MinWorkers: >= 0 } group && group.MaxWorkers >= group.MinWorkers
            ? Reconfigure(id, cluster => cluster with { Autoscale = autoscale })
            : Get(id) is null ? ControlPlaneResult.NoCluster : ControlPlaneResult.BadRequest("invalid autoscale configuration");

    /// <summary>Ends autoscaling at once, because clients do not wait before the next call. Existing workers keep running.</summary>
    public ControlPlaneResult DeleteAutoscale(string id) => Act(id, UnlessConfigurable, (timeline, _) =>
        timeline.Set(timeline.Current! with { Autoscale = null }, endsTransition: false));

    private ControlPlaneResult Reconfigure(string id, Func<EmulatedCluster, EmulatedCluster> change) => Act(
        id,
        UnlessConfigurable,
        (timeline, now) =>
        {
            if (timeline.Current!.State != ClusterStates.Running)
            {
                timeline.Then(now, change);
                return;
            }
            timeline.Then(now, cluster => change(cluster).In(ClusterStates.Updating));
            timeline.Then(now + Timings.Update, cluster => WithMinimumWorkers(cluster.In(ClusterStates.Running)));
        });

    private static string? UnlessConfigurable(TransitionTimeline<EmulatedCluster> timeline) =>
        UnlessIn(timeline, ClusterStates.Running, ClusterStates.Stopped, ClusterStates.ExternallyStopped);

    private static EmulatedCluster Running(EmulatedCluster cluster, IReadOnlyList<Worker> workers) =>
        cluster.In(ClusterStates.Running) with { Workers = workers };

    private static string? InvalidWorkers(IReadOnlyList<Worker> workers) =>
        workers.Count > 0 && workers.All(worker => worker is { Count: > 0, InstanceType.Length: > 0 })
            ? null
            : "invalid workers configuration";

    private static IReadOnlyList<Worker> Plus(IReadOnlyList<Worker> there, Worker added) =>
        there.Any(worker => worker.IsLike(added))
            ? [.. there.Select(worker => worker.IsLike(added) ? worker with { Count = worker.Count + added.Count } : worker)]
            : [.. there, added];

    private static IReadOnlyList<Worker> Minus(IReadOnlyList<Worker> there, Worker removed) =>
        [.. there.Select(worker => worker.IsLike(removed) ? worker with { Count = worker.Count - removed.Count } : worker)
            .Where(worker => worker.Count > 0)];
}
