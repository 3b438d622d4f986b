using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.IdleProbes;

/// <summary>Measures whether running clusters are in use.</summary>
public interface IActivityProbe
{
    /// <summary>
    /// Takes one sample of each cluster, by its id, within a time that does not grow with their number.
    /// A cluster that does not answer is <see cref="Activity.Unknown"/>.
    /// </summary>
    ValueTask<IReadOnlyDictionary<string, Sample>> ProbeAsync(IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken);
}

/// <summary>A running cluster to measure, and the rule whose <see cref="Rule.Idle"/>, never null here, says how.</summary>
public sealed record ProbeTarget(Cluster Cluster, Rule Rule);
