using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Advice;

/// <summary>Reads the policies and lists the clusters once, for all advice or for a forecast.</summary>
public sealed class RuledClusters(IHopsworksClient hopsworks, IPolicySource policySource)
{
    internal async Task<RuledFleet> ReadAsync(CancellationToken cancellationToken)
    {
        var policies = await policySource.ReadAsync(remember: false, cancellationToken);
        var listing = await hopsworks.ListClustersAsync(cancellationToken);
        var listed = new Dictionary<string, Cluster>();
        foreach (var cluster in listing.Succeeded ? listing.Value : [])
            listed.TryAdd(cluster.Id, cluster);
        var doubts = new List<string>();
        if (policies.Policies is null)
            doubts.Add($"There are no valid policies, so all times are UTC and no rule is known: {policies.Error}");
        if (!listing.Succeeded)
        {
            doubts.Add("The clusters cannot be listed, so rules are those of the last run, and machines those of the last stop: "
                + listing.Failure.Message);
        }
        return new(policies.Policies, listed, doubts) { IsListed = listing.Succeeded };
    }
}

/// <summary>The known rules and machines of the clusters.</summary>
/// <param name="Policies">Null if there are no valid policies.</param>
/// <param name="Listed">The listed clusters by ID; empty if they cannot be listed.</param>
/// <param name="Doubts">The failures to read data, one sentence each.</param>
internal sealed record RuledFleet(PolicySet? Policies, IReadOnlyDictionary<string, Cluster> Listed, IReadOnlyList<string> Doubts)
{
    /// <summary>Whether the clusters could be listed.</summary>
    public bool IsListed { get; init; }

    /// <summary>The policy file's zone.</summary>
    public DateTimeZone Zone => Policies?.Zone ?? DateTimeZone.Utc;

    /// <summary>
    /// Returns the rule that matches a cluster now. For a cluster that is not listed, returns the rule that last managed it; null if
    /// unknown.
    /// </summary>
    public Rule? RuleOf(string id, ClusterRecord? record) => Listed.TryGetValue(id, out var cluster)
        ? Policies?.RuleFor(cluster)
        : record?.Fingerprint is { } fingerprint ? Policies?.RuleOf(fingerprint) : null;

    /// <summary>
    /// Returns the machines of a running cluster, or those it had when the app stopped it. Returns null if they are unknown, because a
    /// stopped cluster has no worker nodes.
    /// </summary>
    /// <param name="entries">The entries, oldest first.</param>
    public NodeList? NodesOf(string id, ClusterRecord? record, IReadOnlyList<AuditEntry> entries) =>
        Listed.TryGetValue(id, out var cluster) && Actionability.PowerOf(cluster) == PowerState.Up ? NodeList.Of(cluster)
            : record?.Spared?.Nodes ?? entries.LastOrDefault(entry => entry.Nodes is not null)?.Nodes;
}
