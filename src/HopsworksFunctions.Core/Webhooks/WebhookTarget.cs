using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>The selection of clusters for a command.</summary>
internal abstract record WebhookTarget
{
    /// <summary>Returns the selected clusters of the fleet, or why they cannot be determined.</summary>
    public abstract OperationResult<IReadOnlyList<FoundCluster>> In(Fleet fleet);

    /// <summary>A cluster by its ID or its unique name.</summary>
    public sealed record One(string IdOrName) : WebhookTarget
    {
        public override OperationResult<IReadOnlyList<FoundCluster>> In(Fleet fleet)
        {
            var found = fleet.Find(IdOrName);
            return found.Succeeded ? new([found.Value], null) : new(null, found.Error with { Field = "$.cluster" });
        }
    }

    /// <summary>Clusters that a rule with this match would match.</summary>
    public sealed record Matching(RuleMatch Match) : WebhookTarget
    {
        public override OperationResult<IReadOnlyList<FoundCluster>> In(Fleet fleet) =>
            new([.. fleet.All.Where(c => Match.Matches(c.Cluster))], null);
    }

    /// <summary>All clusters of the account.</summary>
    public sealed record Everything : WebhookTarget
    {
        public override OperationResult<IReadOnlyList<FoundCluster>> In(Fleet fleet) => new([.. fleet.All], null);
    }

    /// <summary>Clusters to which this rule applies.</summary>
    public sealed record OfRule(string Rule) : WebhookTarget
    {
        public override OperationResult<IReadOnlyList<FoundCluster>> In(Fleet fleet) => fleet.Policies.Rules.Any(r => r.Name == Rule)
            ? new([.. fleet.All.Where(c => c.Rule?.Name == Rule)], null)
            : new(null, new(OperationErrorKind.UnknownRule, $"The settings of this webhook name "
                + $"rule '{Rule}', which is not in the policies."));
    }
}
