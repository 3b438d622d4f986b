using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Policies;

/// <summary>Finds the rule of a cluster: the first that matches, unless a protecting rule before it is a near match.</summary>
internal sealed class RuleTable
{
    private readonly Rule[] rules;
    // Each element is the rule as it applies to near matches; null for a rule that does not protect.
    private readonly Rule?[] near;

    public RuleTable(IReadOnlyList<Rule> rules)
    {
        this.rules = [.. rules];
        near = [.. rules.Select(rule => rule.IsGuard ? rule with { Protect = true, IsNearMatch = true } : null)];
    }

    /// <summary>Returns null if no rule matches. Allocates nothing.</summary>
    public Rule? RuleFor(Cluster cluster)
    {
        var first = 0;
        while (first < rules.Length && !rules[first].Match.Matches(cluster, rules[first].IsGuard))
            first++;
        for (var i = 0; i < first; i++)
        {
            if (near[i] is { } protects && NearMatch.Is(protects.Match, cluster))
                return protects;
        }
        if (first == rules.Length)
            return null;
        var rule = rules[first];
        return rule is { ScheduleTag: { } tag, IsGuard: false } ? tag.RuleFor(cluster) ?? rule : rule;
    }
}
