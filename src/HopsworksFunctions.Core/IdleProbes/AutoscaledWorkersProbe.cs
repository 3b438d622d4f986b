using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Core.IdleProbes;

/// <summary>
/// Uses the control plane's data without calling the cluster: the autoscaler keeps more than its minimum of workers only while active.
/// Weak when the minimum is above 0, because jobs may run on those workers.
/// </summary>
internal sealed class AutoscaledWorkersProbe : IIdleProbe
{
    public IdleProbe Probe => IdleProbe.AutoscaledWorkers;

    public ValueTask<Sample> MeasureAsync(ProbeTarget target, CancellationToken cancellationToken) => new(Read(target.Cluster));

    public static Sample Read(Cluster cluster)
    {
        if (cluster.Autoscale is not { } autoscale)
            return Sample.Unknown("not autoscaled, so the number of worker nodes says nothing about activity");
        var workers = cluster.Workers.Where(group => group.InstanceType == autoscale.InstanceType).Sum(group => group.Count);
        if (workers < autoscale.MinWorkers)
            return Sample.Unknown($"{CountText.Of(workers, "worker node")}, below the autoscaler's minimum of {autoscale.MinWorkers}");
        return workers > autoscale.MinWorkers
            ? Sample.Busy($"{CountText.Of(workers, "worker node")}, above the autoscaler's minimum of {autoscale.MinWorkers}")
            : new(Activity.Quiet);
    }
}
