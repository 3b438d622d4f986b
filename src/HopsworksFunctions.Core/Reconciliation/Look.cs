using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Policies;
using HopsworksFunctions.Core.Policies.Decisions;
using HopsworksFunctions.Core.State;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>One look at a cluster: what is new about it, and what is to be done.</summary>
internal static class Look
{
    /// <param name="sample">What a probe found in this run; null when none was made.</param>
    public static Decision At(Cluster cluster, Rule? rule, ClusterRecord? record, PolicySet policies, AccountState state, Sample? sample, Instant now)
    {
        var retry = policies.Limits.StartRetry;
        var seen = Sight.See(record, cluster, rule, sample, retry, now);
        return PolicyEngine.Decide(cluster, rule, seen, state.Holds.GetValueOrDefault(cluster.Id), retry, now);
    }

    /// <summary>Whether activity counts for a cluster now.</summary>
    public static bool Wants(Cluster cluster, Rule? rule) =>
        rule is { Idle: not null, Protect: false, Manage: true } && Gate.PowerOf(cluster) == Power.Up;
}
