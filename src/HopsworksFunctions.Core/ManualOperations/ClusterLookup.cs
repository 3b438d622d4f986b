using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>Finds the cluster that people mean, and its rule.</summary>
public sealed class ClusterLookup(IHopsworksClient hopsworks, IPolicySource policies)
{
    /// <inheritdoc cref="Fleet.Find"/>
    public async Task<Asked<FoundCluster>> FindAsync(string idOrName, CancellationToken cancellationToken)
    {
        var fleet = await ListAsync(cancellationToken);
        return fleet.Granted ? fleet.Value.Find(idOrName) : fleet.Refusal;
    }

    /// <summary>All clusters, and the policies in force.</summary>
    public async Task<Asked<Fleet>> ListAsync(CancellationToken cancellationToken)
    {
        var reading = await policies.ReadAsync(remember: false, cancellationToken);
        if (reading.Policies is not { } set)
            return new Refusal(RefusalKind.NoPolicies, $"There are no valid policies, so nobody knows what is protected: {reading.Error}");
        var listing = await hopsworks.ListClustersAsync(cancellationToken);
        return listing.Succeeded
            ? new Fleet(listing.Value, set)
            : new Refusal(RefusalKind.HopsworksUnavailable, $"The clusters cannot be listed: {listing.Failure.Message}");
    }
}

/// <summary>The clusters as they were listed just now, and the policies in force.</summary>
public sealed record Fleet(IReadOnlyList<Cluster> Clusters, PolicySet Policies)
{
    public IEnumerable<FoundCluster> All => Clusters.Select(cluster => new FoundCluster(cluster, Policies));

    /// <param name="idOrName">A name that several clusters have is refused.</param>
    public Asked<FoundCluster> Find(string idOrName)
    {
        if (Clusters.FirstOrDefault(c => c.Id == idOrName) is { } byId)
            return new FoundCluster(byId, Policies);
        var named = Clusters.Where(c => c.Name == idOrName).ToList();
        return named switch
        {
            [var one] => new FoundCluster(one, Policies),
            [] => new Refusal(RefusalKind.UnknownCluster, $"There is no cluster with the id or name '{idOrName}'{Suggestion.For(idOrName, Clusters.Select(c => c.Name))}", "id"),
            _ => new Refusal(RefusalKind.AmbiguousCluster, $"{named.Count} clusters are named '{idOrName}'; use the id of one: {string.Join(", ", named.Select(c => c.Id))}.", "id"),
        };
    }
}

/// <summary>A cluster as it was listed just now, and the policies in force.</summary>
public sealed record FoundCluster(Cluster Cluster, PolicySet Policies)
{
    /// <summary>Null when none matches.</summary>
    public Rule? Rule { get; } = Policies.RuleFor(Cluster);

    /// <summary>Why the app leaves a cluster alone whose protection has only just ended, or ends now; null when none does.</summary>
    /// <param name="record">Null when the cluster was never seen.</param>
    public Refusal? ProtectionEnds(ClusterRecord? record, Instant now) =>
        record?.Protection is { } protection && now < (protection.EndsAt ?? Instant.MaxValue)
            ? new(
                RefusalKind.Protected,
                $"{Cluster.Name} is protected: rule '{protection.Rule}' stopped matching it only just now, "
                    + "and it is left alone for an hour after that.",
                "id")
            : null;

    /// <summary>Why the app keeps its hands off the cluster, whoever asks; null when it does not.</summary>
    public Refusal? HandsOff => Rule switch
    {
        null => new(RefusalKind.NotManaged, $"No rule matches {Cluster.Name}, so this app leaves it alone.", "id"),
        { Protect: true } => new(RefusalKind.Protected, $"{Cluster.Name} is protected by rule '{Rule.Name}': nobody stops, starts or holds it through this app.", "id"),
        { Manage: false } => new(RefusalKind.NotManaged, $"Rule '{Rule.Name}' leaves {Cluster.Name} to people, so this app leaves it alone.", "id"),
        _ => null,
    };
}
