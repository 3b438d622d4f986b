namespace HopsworksEmulator.ControlPlane;

public sealed partial class EmulatedControlPlane
{
    /// <summary>Stops a cluster and deletes its workers. The real message of a refusal is unknown, so this one is invented.</summary>
    public ControlPlaneResult Stop(string id) => Act(id, Refusal(ActivationStates.Stoppable), PlanStop);

    /// <summary>Starts a cluster without the workers that it had before its stop. The autoscaler adds its minimum.</summary>
    public ControlPlaneResult Start(string id) => Act(id, Refusal(ActivationStates.Startable), (timeline, now) =>
    {
        timeline.Then(now, cluster => cluster.In(ClusterStates.Pending) with { StartedOn = now, ErrorMessage = null });
        PlanStartup(timeline, now, Timings.Start);
    });

    private static Func<TransitionTimeline<EmulatedCluster>, string?> Refusal(string wanted) => timeline =>
        timeline.InTransition ? "another operation on the cluster is in progress"
        : timeline.Current!.ActivationState == wanted ? null
        : $"cluster is not in {wanted} state, current activation state is {timeline.Current.ActivationState}";

    private void PlanStop(TransitionTimeline<EmulatedCluster> timeline, DateTimeOffset now)
    {
        timeline.Then(now + Timings.StopLag, ClusterStates.Stopping);
        timeline.Then(now + Timings.StopLag + Timings.Stop, cluster => cluster.In(ClusterStates.Stopped) with { Workers = [] });
    }

    private static void PlanStartup(TransitionTimeline<EmulatedCluster> timeline, DateTimeOffset from, TimeSpan duration)
    {
        var cluster = timeline.Current!;
        timeline.Then(from + duration * 0.1, ClusterStates.Starting);
        timeline.Then(from + duration * 0.3, ClusterStates.Initializing);
        if (cluster.RonDB is not null)
            timeline.Then(from + duration * 0.5, ClusterStates.RonDBInitializing);
        timeline.Then(from + duration * 0.7, ClusterStates.StartingHopsworks);
        if (cluster.ClusterConfiguration.Head.HaEnabled)
            timeline.Then(from + duration * 0.9, ClusterStates.SecondaryInitializing);
        timeline.Then(from + duration, started => WithMinimumWorkers(started.In(ClusterStates.Running)));
    }

    private static EmulatedCluster WithMinimumWorkers(EmulatedCluster cluster)
    {
        if (cluster.Autoscale?.NonGpu is not { } autoscale)
            return cluster;
        var there = cluster.Workers.Where(worker => worker.InstanceType == autoscale.InstanceType).Sum(worker => worker.Count);
        var missing = new Worker(autoscale.InstanceType, autoscale.DiskSize, autoscale.MinWorkers - there, autoscale.SpotInfo);
        return missing.Count > 0 ? cluster with { Workers = Plus(cluster.Workers, missing) } : cluster;
    }
}
