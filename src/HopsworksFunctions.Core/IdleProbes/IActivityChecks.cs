using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.IdleProbes;

/// <summary>Checks whether running clusters are idle or active.</summary>
public interface IActivityChecks
{
    /// <summary>
    /// Checks each cluster once and returns the samples by cluster id, within a total time that does not depend on their number. A cluster
    /// that does not answer is <see cref="Activity.Unknown"/>.
    /// </summary>
    ValueTask<IReadOnlyDictionary<string, Sample>> ProbeAsync(IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken);
}

/// <summary>A running cluster to check, and its rule with the kind of check, <see cref="Rule.Measures"/> (never null here).</summary>
public sealed record ProbeTarget(Cluster Cluster, Rule Rule);
