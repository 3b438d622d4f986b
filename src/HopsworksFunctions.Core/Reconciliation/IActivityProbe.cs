using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Policies;
using HopsworksFunctions.Core.Policies.Decisions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>Measures whether a running cluster is in use.</summary>
public interface IActivityProbe
{
    /// <summary>Never throws for a cluster that does not answer: that is <see cref="Activity.Unknown"/>.</summary>
    ValueTask<Activity> ProbeAsync(Cluster cluster, IdlePolicy idle, CancellationToken cancellationToken);
}
