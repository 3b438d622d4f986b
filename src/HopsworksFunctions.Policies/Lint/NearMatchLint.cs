using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Warns about clusters that almost match a protecting rule. Needs the clusters, so <c>validate</c> cannot.</summary>
public static class NearMatchLint
{
    /// <summary>Returns a warning for each protecting rule with near matches, in file order; none for an invalid file.</summary>
    public static IReadOnlyList<Problem> Check(PolicyParse parse, IReadOnlyList<Cluster> clusters)
    {
        if (parse is not { Policies: { } policies, Root: { } root })
            return [];
        var near = clusters.Select(cluster => (cluster.Name, Rule: policies.RuleFor(cluster)))
            .Where(match => match.Rule is { IsNearMatch: true })
            .ToLookup(match => match.Rule!.Name, match => match.Name);
        return
        [
            .. from rule in policies.Rules.Index()
               let names = near[rule.Item.Name].ToList()
               where names.Count > 0
               select Problem.Warning(root["rules"]!.Items[rule.Index]["match"]!.Place,
                   $"rule '{rule.Item.Name}' protects by {Fields(rule.Item.Match)}, and "
                       + $"{CountText.Of(names.Count, "cluster has", "clusters have")} a near match: {string.Join(", ", names)}"),
        ];
    }

    private static string Fields(RuleMatch match)
    {
        List<string> fields = [];
        if (match.Name is not null)
            fields.Add("name");
        if (match.Id is not null)
            fields.Add("id");
        fields.AddRange(match.Tags.Select(tag => $"tag '{tag.Name}'"));
        return string.Join(" and ", fields);
    }
}
