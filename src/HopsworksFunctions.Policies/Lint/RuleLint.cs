using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Warns about rules that never apply, and fields without effect.</summary>
internal static class RuleLint
{
    private static readonly string[] Described = ["name", "match", "protect", "manage"];

    /// <param name="stretches">The stretches of the schedules within <see cref="PolicyLint.MaxWindows"/>.</param>
    public static void Check(
        JsonNode root, PolicySet policies, IReadOnlyDictionary<Schedule, IReadOnlyList<Stretch>> stretches, Instant now,
        List<Problem> warnings)
    {
        var rules = policies.Rules;
        var cover = new Cover();
        var ahead = stretches.ToDictionary(s => s.Key, s => s.Value.Where(stretch => stretch.Start > now).ToList());
        if (root["rules"] is null)
            warnings.Add(Problem.Warning(root.Place, "no rules: the app manages no cluster"));
        for (var i = 0; i < rules.Count; i++)
        {
            var node = root["rules"]!.Items[i];
            if (rules.Take(i).FirstOrDefault(earlier => cover.Certain(earlier.Match, rules[i].Match)) is { } above)
                warnings.Add(Problem.Warning(node["match"]!.Place,
                    $"this rule never applies: rule '{above.Name}' above matches the same clusters. Move the narrower rule up"));
            if (rules[i].Match is { Not: { } not } match && cover.Certain(not, match with { Not = null }))
                warnings.Add(Problem.Warning(
                    node["match"]!["not"]!.Place, "this rule never applies: 'not' excludes everything that 'match' matches"));
            foreach (var member in node.Members)
            {
                if (WhyIdle(member.Name, rules[i]) is { } why)
                    warnings.Add(Problem.Warning(member.Place, $"'{member.Name}' has no effect: {why}"));
            }
            if (!rules[i].IsGuard)
                Schedules(node, rules[i], ahead, warnings);
        }
        if (cover.GaveUp)
            warnings.Add(Problem.Warning(root["rules"]!.Place, "not all rules were compared: their patterns are too many or too long"));
    }

    /// <summary>Warns about the first schedules with a window or gap that is too short for <c>warn</c> or <c>startAhead</c>.</summary>
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

    /// <summary>Returns the reason why a field has no effect in its rule; null if it has one.</summary>
    private static string? WhyIdle(string member, Rule rule)
    {
        return member switch
        {
            _ when Described.Contains(member) => null,
            _ when rule.Protect => "the rule protects its clusters",
            _ when !rule.Manage => "the rule has \"manage\": false",
            "idle" or "drain" or "maxUptime" or "warn" when !rule.Stop => "the rule has \"stop\": false",
            "warn" or "stop" when !rule.HasStops => "the rule has no 'schedule', 'idle' or 'maxUptime', so it never stops a cluster",
            "backup" when rule.Backup?.IsBeforeStop == true && (!rule.Stop || !rule.HasStops) => "the rule never stops a cluster",
            "startAhead" when !rule.Start => "the rule has \"start\": false",
            "start" or "startAhead" when !rule.MayHaveSchedule => "the rule has no 'schedule', so it never starts a cluster",
            "drain" when !rule.MayHaveSchedule => "the rule has no 'schedule', so no scheduled stop can wait",
            "schedule" or "scheduleTag" or "enforce" when !rule.Start && !rule.Stop => "the rule has \"start\": false and \"stop\": false",
            "manualHold" when !rule.MayHaveSchedule => "without 'schedule' there is no window to start outside of",
            "manualHold" when rule.Enforce => "'enforce' undoes manual starts",
            _ => null,
        };
    }

    /// <summary>Returns a warning if a start would be sent no later than the end of the previous window.</summary>
    private static Problem? Ahead(JsonPlace place, Rule rule, string schedule, List<Stretch> stretches)
    {
        if (rule.StartAhead is not { Time: { } lead })
            return null;
        var gap = stretches.Find(stretch => !stretch.Up && stretch.Length <= lead);
        return gap == default ? null : Problem.Warning(place, $"'startAhead' ({DurationText.Write(lead)}) covers the time "
            + $"schedule '{schedule}' is stopped on {gap.Date} ({DurationText.Write(gap.Length)}), so clusters are not stopped then");
    }

    private static Problem? Warn(JsonPlace place, Rule rule, string schedule, List<Stretch> stretches, bool up)
    {
        var shortest = stretches.Where(stretch => stretch.Up == up && stretch.Length < rule.Warn)
            .OrderBy(stretch => stretch.Length).FirstOrDefault();
        if (shortest == default)
            return null;
        var length = DurationText.Write(shortest.Length);
        var warn = $"'warn' ({DurationText.Write(rule.Warn!.Value)}) is longer than";
        return Problem.Warning(place, up
            ? $"{warn} the window of schedule '{schedule}' on {shortest.Date} ({length}): the warning would come before the start"
            : $"{warn} the time schedule '{schedule}' is stopped on {shortest.Date} ({length})");
    }
}
