using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Warns about rules that never apply, and fields without effect.</summary>
internal static class RuleLint
{
    private static readonly string[] Described = ["name", "match", "protect", "manage"];

    /// <param name="stretches">Of the schedules whose times are looked at.</param>
    public static void Check(
        JsonNode root, PolicySet policies, IReadOnlyDictionary<Schedule, IReadOnlyList<Stretch>> stretches, Instant now,
        List<Problem> warnings)
    {
        var rules = policies.Rules;
        var cover = new Cover();
        var ahead = stretches.ToDictionary(s => s.Key, s => s.Value.Where(stretch => stretch.Start > now).ToList());
        if (root["rules"] is null)
            warnings.Add(Problem.Warning(root.Place, "there are no 'rules', so every cluster is left alone"));
        for (var i = 0; i < rules.Count; i++)
        {
            var node = root["rules"]!.Items[i];
            if (rules.Take(i).FirstOrDefault(earlier => cover.Certain(earlier.Match, rules[i].Match)) is { } above)
                warnings.Add(Problem.Warning(node["match"]!.Place,
                    $"no cluster gets here: rule '{above.Name}' above matches all that this one does; the narrower rule goes first"));
            if (rules[i].Match is { Not: { } not } match && cover.Certain(not, match with { Not = null }))
                warnings.Add(Problem.Warning(
                    node["match"]!["not"]!.Place, "no cluster gets here: 'not' excludes all that 'match' matches"));
            foreach (var member in node.Members)
            {
                if (WhyIdle(member.Name, rules[i]) is { } why)
                    warnings.Add(Problem.Warning(member.Place, $"'{member.Name}' changes nothing here: {why}"));
            }
            if (!rules[i].IsGuard)
                Schedules(node, rules[i], ahead, warnings);
        }
        if (cover.GaveUp)
            warnings.Add(Problem.Warning(root["rules"]!.Place, "not all rules were compared: their patterns are too long or too many"));
    }

    /// <summary>Warns of the first of the rule's schedules for which a time is too long.</summary>
    private static void Schedules(
        JsonNode node, Rule rule, Dictionary<Schedule, List<Stretch>> ahead, List<Problem> warnings)
    {
        foreach (var up in node["warn"] is not null && rule.Stop ? (bool[])[true, false] : [])
            First((schedule, stretches) => Warn(node["warn"]!.Place, rule, schedule, stretches, up));
        if (node["startAhead"] is { } lead && rule.Start)
            First((schedule, stretches) => Ahead(lead.Place, rule, schedule, stretches));

        void First(Func<string, List<Stretch>, Problem?> check)
        {
            var found = rule.Schedules.Where(ahead.ContainsKey).Select(s => check(s.Name, ahead[s])).FirstOrDefault(w => w is not null);
            if (found is not null)
                warnings.Add(found);
        }
    }

    /// <summary>Why a field has no effect in its rule; null if it has one.</summary>
    private static string? WhyIdle(string member, Rule rule)
    {
        return member switch
        {
            _ when Described.Contains(member) => null,
            _ when rule.Protect => "the rule protects its clusters from everything",
            _ when !rule.Manage => "the rule leaves its clusters to people",
            "idle" or "drain" or "maxUptime" or "warn" when !rule.Stop => "the rule never stops a cluster",
            "warn" or "stop" when !rule.HasStops => "without 'schedule', 'idle' and 'maxUptime' the rule stops nothing anyway",
            "startAhead" when !rule.Start => "the rule never starts a cluster",
            "start" or "startAhead" when !rule.MayHaveSchedule => "without 'schedule' the rule starts nothing anyway",
            "drain" when !rule.MayHaveSchedule => "without 'schedule' there is no stop that could wait",
            "schedule" or "scheduleTag" or "enforce" when !rule.Start && !rule.Stop => "the rule neither starts nor stops a cluster",
            "manualHold" when !rule.MayHaveSchedule => "without 'schedule' no start is out of its window",
            "manualHold" when rule.Enforce => "'enforce' undoes what people start by hand",
            _ => null,
        };
    }

    /// <summary>Whether a window begins, with its lead, before the one before it ends.</summary>
    private static Problem? Ahead(JsonPlace place, Rule rule, string schedule, List<Stretch> stretches)
    {
        if (rule.StartAhead is not { Time: { } lead })
            return null;
        var gap = stretches.Find(stretch => !stretch.Up && stretch.Length <= lead);
        return gap == default ? null : Problem.Warning(place, $"'startAhead' is as long as '{schedule}' is down on {gap.Date} "
            + $"({DurationText.Write(gap.Length)}), so clusters are not stopped then");
    }

    private static Problem? Warn(JsonPlace place, Rule rule, string schedule, List<Stretch> stretches, bool up)
    {
        var shortest = stretches.Where(stretch => stretch.Up == up && stretch.Length < rule.Warn)
            .OrderBy(stretch => stretch.Length).FirstOrDefault();
        if (shortest == default)
            return null;
        var length = DurationText.Write(shortest.Length);
        return Problem.Warning(place, up
            ? $"'warn' is longer than '{schedule}' is up on {shortest.Date} ({length}), so that stop would be announced before the start"
            : $"'warn' is longer than '{schedule}' is down on {shortest.Date} ({length}), so that stop is announced for longer than it "
                + $"lasts");
    }
}
