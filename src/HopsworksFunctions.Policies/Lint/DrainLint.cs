using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>
/// Warns about running clusters with stops that always wait to the end of a drain, because their activity cannot be checked. Needs activity
/// checks, so <c>validate</c> cannot.
/// </summary>
public static class DrainLint
{
    /// <summary>Returns a warning for each rule with such clusters, in file order; none for an invalid file.</summary>
    public static IReadOnlyList<Problem> Check(PolicyParse parse, IEnumerable<(string Cluster, Rule? Rule, Sample? Sample)> checks)
    {
        if (parse is not { Policies: { } policies, Root: { } root })
            return [];
        var unknown = checks.Where(c => c is { Rule.Drain: not null, Sample.Activity: Activity.Unknown }).ToLookup(c => c.Rule!.Name);
        return
        [
            .. from rule in policies.Rules.Index()
               let clusters = unknown[rule.Item.Name].ToList()
               where clusters.Count > 0
               select Problem.Warning(root["rules"]!.Items[rule.Index]["drain"]!.Place,
                   $"the stops of {string.Join(", ", clusters.Select(c => c.Cluster))} always wait the whole "
                       + $"{DurationText.Write(rule.Item.Drain!.AtMost)} of 'atMost', because activity cannot be checked: "
                       + clusters[0].Sample!.Why?.TrimEnd('.')),
        ];
    }
}
