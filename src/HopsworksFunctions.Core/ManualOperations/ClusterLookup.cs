using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>Finds a cluster and its rule by ID or name.</summary>
public sealed class ClusterLookup(IHopsworksClient hopsworks, IPolicySource policies, TimeProvider time)
{
    /// <inheritdoc cref="Fleet.Find"/>
    public async Task<OperationResult<FoundCluster>> FindAsync(string idOrName, CancellationToken cancellationToken)
    {
        var fleet = await ListAsync(cancellationToken);
        return fleet.Succeeded ? fleet.Value.Find(idOrName) : fleet.Error;
    }

    /// <summary>Lists all clusters and reads the policies in force.</summary>
    public async Task<OperationResult<Fleet>> ListAsync(CancellationToken cancellationToken)
    {
        var reading = await policies.ReadAsync(remember: false, cancellationToken);
        if (reading.Policies is not { } set)
            return new OperationError(OperationErrorKind.NoPolicies, "Without valid policies the app cannot tell which clusters "
                + $"are protected: {reading.Error}");
        var listing = await hopsworks.ListClustersAsync(cancellationToken);
        if (!listing.Succeeded)
            return new OperationError(OperationErrorKind.HopsworksUnavailable, $"The app cannot list clusters: {listing.Failure.Message}");
        return ClockCheck.Compare(listing.Date, time.GetCurrentInstant()) is { } clocks
            ? new OperationError(OperationErrorKind.Clock, $"{clocks.Problem}.")
            : new Fleet(listing.Value, set);
    }
}

/// <summary>The newly listed clusters, with the policies in force.</summary>
public sealed record Fleet(IReadOnlyList<Cluster> Clusters, PolicySet Policies)
{
    public IEnumerable<FoundCluster> All => Clusters.Select(cluster => new FoundCluster(cluster, Policies));

    /// <param name="idOrName">The ID, or the name exactly or as shown. A name shared by several clusters is refused.</param>
    public OperationResult<FoundCluster> Find(string idOrName)
    {
        if (Clusters.FirstOrDefault(c => c.Id == idOrName) is { } byId)
            return new FoundCluster(byId, Policies);
        var named = Clusters.Where(c => c.ExactName == idOrName || c.Name == idOrName).ToList();
        var shown = TextSanitizer.Escape(idOrName);
        return named switch
        {
            [var one] => new FoundCluster(one, Policies),
            [] => new OperationError(OperationErrorKind.UnknownCluster,
                $"No cluster has the ID or name '{shown}'.{Suggestion.Sentence(idOrName, Clusters.Select(c => c.Name))}", "id"),
            _ => new OperationError(OperationErrorKind.AmbiguousCluster,
                $"{named.Count} clusters are named '{shown}'. Use an ID: "
                    + $"{string.Join(", ", named.Select(c => TextSanitizer.Escape(c.Id)))}.", "id"),
        };
    }
}

/// <summary>A newly listed cluster, with the policies in force.</summary>
public sealed record FoundCluster(Cluster Cluster, PolicySet Policies)
{
    /// <summary>The rule that matches; null for none.</summary>
    public Rule? Rule { get; } = Policies.RuleFor(Cluster);

    /// <summary>Returns the refusal while the cluster's protection is ending; null otherwise.</summary>
    /// <param name="record">The cluster's record; null if the cluster was never seen.</param>
    public OperationError? ProtectionEnds(ClusterRecord? record, Instant now) =>
        record?.Protection is { } protection && now < (protection.EndsAt ?? Instant.MaxValue)
            ? new(
                OperationErrorKind.Protected,
                $"{Cluster.Name} is protected: rule '{protection.Rule}' stopped matching it less than an hour ago. "
                    + "Until an hour has passed, the app does not start, stop or hold it.",
                "id")
            : null;

    /// <summary>The refusal if the cluster is protected or not managed; null if the app manages it.</summary>
    public OperationError? Unmanaged => Rule switch
    {
        { IsNearMatch: true } => new(OperationErrorKind.Protected, $"{Cluster.Name} {MatchText.AlmostMatches(Rule, Cluster)}, so "
            + "the app treats it as protected.", "id"),
        { HasUnknownSchedule: true } => new(OperationErrorKind.NotManaged, UnknownSchedule(Rule), "id"),
        null => new(OperationErrorKind.NotManaged, $"No rule matches {Cluster.Name}.", "id"),
        { Protect: true } => new(OperationErrorKind.Protected, $"{Cluster.Name} is protected by rule '{Rule.Name}'. "
            + "The app does not start, stop or hold it.", "id"),
        { Manage: false } => new(OperationErrorKind.NotManaged, $"Rule '{Rule.Name}' has \"manage\": false, so "
            + $"the app does not act on {Cluster.Name}.", "id"),
        _ => null,
    };

    private string UnknownSchedule(Rule rule)
    {
        var (problem, advice) = MatchText.UnknownSchedule(rule, Cluster);
        return $"{Cluster.Name} is not managed: {problem}.{(advice is null ? "" : $" {advice}")}";
    }
}
