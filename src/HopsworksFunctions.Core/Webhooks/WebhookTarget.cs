using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>Which clusters are meant.</summary>
internal abstract record WebhookTarget
{
    /// <summary>Those of the fleet, or why it cannot be told.</summary>
    public abstract OperationResult<IReadOnlyList<FoundCluster>> In(Fleet fleet);

    /// <summary>A cluster by its id, or by a name that only one has.</summary>
    public sealed record One(string IdOrName) : WebhookTarget
    {
        public override OperationResult<IReadOnlyList<FoundCluster>> In(Fleet fleet)
        {
            var found = fleet.Find(IdOrName);
            return found.Succeeded ? new([found.Value], null) : new(null, found.Error with { Field = "$.cluster" });
        }
    }

    /// <summary>Those that a rule with this match would match.</summary>
    public sealed record Matching(RuleMatch Match) : WebhookTarget
    {
        public override OperationResult<IReadOnlyList<FoundCluster>> In(Fleet fleet) =>
            new([.. fleet.All.Where(c => Match.Matches(c.Cluster))], null);
    }

    /// <summary>Those whose rule this is.</summary>
    public sealed record OfRule(string Rule) : WebhookTarget
    {
        public override OperationResult<IReadOnlyList<FoundCluster>> In(Fleet fleet) => fleet.Policies.Rules.Any(r => r.Name == Rule)
            ? new([.. fleet.All.Where(c => c.Rule?.Name == Rule)], null)
            : new(null, new(OperationErrorKind.UnknownRule, $"The policies have no rule '{Rule}', which the "
                + $"settings of this webhook name."));
    }
}
