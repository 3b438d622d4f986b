using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Warns about rules that never apply, and fields without effect.</summary>
internal static class RuleLint
{
    private static readonly string[] Described = ["name", "match", "protect", "manage"];

    /// <param name="stretches">Those of each schedule.</param>
    public static void Check(
        JsonNode root, PolicySet policies, IReadOnlyDictionary<Schedule, IReadOnlyList<Stretch>> stretches, Instant now,
        List<Problem> warnings)
    {
        var rules = policies.Rules;
        if (root["rules"] is null)
            warnings.Add(Problem.Warning(root.Place, "there are no 'rules', so every cluster is left alone"));
        for (var i = 0; i < rules.Count; i++)
        {
            var node = root["rules"]!.Items[i];
            if (rules.Take(i).FirstOrDefault(earlier => Cover.Certain(earlier.Match, rules[i].Match)) is { } cover)
                warnings.Add(Problem.Warning(node["match"]!.Place,
                    $"no cluster gets here: rule '{cover.Name}' above matches all that this one does; the narrower rule goes first"));
            if (rules[i].Match is { Not: { } not } match && Cover.Certain(not, match with { Not = null }))
                warnings.Add(Problem.Warning(
                    node["match"]!["not"]!.Place, "no cluster gets here: 'not' excludes all that 'match' matches"));
            foreach (var member in node.Members)
            {
                if (WhyIdle(member.Name, rules[i]) is { } why)
                    warnings.Add(Problem.Warning(member.Place, $"'{member.Name}' changes nothing here: {why}"));
            }
            if (rules[i].IsGuard)
                continue;
            foreach (var schedule in rules[i].Schedules)
            {
                var ahead = stretches[schedule].Where(stretch => stretch.Start > now).ToList();
                if (node["warn"] is { } warn && rules[i].Stop)
                    Warn(warn.Place, rules[i], schedule.Name, ahead, warnings);
                if (node["startAhead"] is { } lead && rules[i].Start)
                    Ahead(lead.Place, rules[i], schedule.Name, ahead, warnings);
            }
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

    /// <summary>Warns of a window that begins, with its lead, before the one before it ends.</summary>
    private static void Ahead(JsonPlace place, Rule rule, string schedule, List<Stretch> stretches, List<Problem> warnings)
    {
        if (rule.StartAhead is not { Time: { } lead })
            return;
        var gap = stretches.Find(stretch => !stretch.Up && stretch.Length <= lead);
        if (gap == default)
            return;
        warnings.Add(Problem.Warning(place, $"'startAhead' is as long as '{schedule}' is down on {gap.Date} "
            + $"({DurationText.Write(gap.Length)}), so clusters are not stopped then"));
    }

    private static void Warn(JsonPlace place, Rule rule, string schedule, List<Stretch> stretches, List<Problem> warnings)
    {
        foreach (var up in (bool[])[true, false])
        {
            var shortest = stretches.Where(stretch => stretch.Up == up && stretch.Length < rule.Warn)
                .OrderBy(stretch => stretch.Length).FirstOrDefault();
            if (shortest == default)
                continue;
            var length = DurationText.Write(shortest.Length);
            warnings.Add(Problem.Warning(place, up
                ? $"'warn' is longer than '{schedule}' is up on {shortest.Date} ({length}), so that stop would be "
                    + $"announced before the start"
                : $"'warn' is longer than '{schedule}' is down on {shortest.Date} ({length}), so that stop is announced "
                    + $"for longer than it lasts"));
        }
    }
}
