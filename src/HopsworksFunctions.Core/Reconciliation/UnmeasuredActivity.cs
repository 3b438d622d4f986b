using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Policies;
using HopsworksFunctions.Core.Policies.Decisions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>Finds every cluster's activity unknown, so that idleness stops nothing.</summary>
public sealed class UnmeasuredActivity : IActivityProbe
{
    public ValueTask<Activity> ProbeAsync(Cluster cluster, IdlePolicy idle, CancellationToken cancellationToken) => new(Activity.Unknown);
}
