using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Warns about rules that never apply, and fields without effect.</summary>
internal static class RuleLint
{
    private static readonly string[] Described = ["name", "match", "protect", "manage"];

    public static void Check(JsonNode root, PolicySet policies, Instant now, List<Problem> warnings)
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
            foreach (var schedule in SchedulesOf(rules[i]))
            {
                if (node["warn"] is { } warn && rules[i].Stop)
                    Warn(warn.Place, rules[i], schedule, now, warnings);
                if (node["startAhead"] is { } ahead && rules[i].Start)
                    Ahead(ahead.Place, rules[i], schedule, now, warnings);
            }
        }
    }

    /// <summary>Why a field has no effect in its rule; null if it has one.</summary>
    private static string? WhyIdle(string member, Rule rule)
    {
        var stops = rule.MayHaveSchedule || rule.Idle is not null || rule.MaxUptime is not null;
        return member switch
        {
            _ when Described.Contains(member) => null,
            _ when rule.Protect => "the rule protects its clusters from everything",
            _ when !rule.Manage => "the rule leaves its clusters to people",
            "idle" or "drain" or "maxUptime" or "warn" when !rule.Stop => "the rule never stops a cluster",
            "warn" or "stop" when !stops => "without 'schedule', 'idle' and 'maxUptime' the rule stops nothing anyway",
            "startAhead" when !rule.Start => "the rule never starts a cluster",
            "start" or "startAhead" when !rule.MayHaveSchedule => "without 'schedule' the rule starts nothing anyway",
            "drain" when !rule.MayHaveSchedule => "without 'schedule' there is no stop that could wait",
            "schedule" or "scheduleTag" or "enforce" when !rule.Start && !rule.Stop => "the rule neither starts nor stops a cluster",
            "manualHold" when !rule.MayHaveSchedule => "without 'schedule' no start is out of its window",
            "manualHold" when rule.Enforce => "'enforce' undoes what people start by hand",
            _ => null,
        };
    }

    /// <summary>The schedules that its clusters can have.</summary>
    private static IEnumerable<Schedule> SchedulesOf(Rule rule) =>
        (rule.ScheduleTag?.Rules.Prepend(rule) ?? [rule]).Select(one => one.Schedule).OfType<Schedule>().Distinct();

    /// <summary>Warns of a window that begins, with its lead, before the one before it ends.</summary>
    private static void Ahead(JsonPlace place, Rule rule, Schedule schedule, Instant now, List<Problem> warnings)
    {
        if (rule.StartAhead is not { Time: { } lead })
            return;
        var boundaries = schedule.After(now).TakeWhile(b => b.At <= now + Schedule.Horizon).ToList();
        var gap = boundaries.Zip(boundaries.Skip(1)).FirstOrDefault(pair => !pair.First.Up && pair.Second.At - pair.First.At <= lead);
        if (gap == default)
            return;
        var date = gap.First.At.InZone(schedule.Zone).Date.ToString("uuuu'-'MM'-'dd", null);
        warnings.Add(Problem.Warning(place, $"'startAhead' is as long as '{schedule.Name}' is down on {date} "
            + $"({DurationText.Write(gap.Second.At - gap.First.At)}), so clusters are not stopped then"));
    }

    private static void Warn(JsonPlace place, Rule rule, Schedule schedule, Instant now, List<Problem> warnings)
    {
        if (rule.Warn is not { } warn)
            return;
        var boundaries = schedule.After(now).TakeWhile(b => b.At <= now + Schedule.Horizon).ToList();
        foreach (var up in (bool[])[true, false])
        {
            var shortest = boundaries.Zip(boundaries.Skip(1))
                .Where(pair => pair.First.Up == up && pair.Second.At - pair.First.At < warn)
                .OrderBy(pair => pair.Second.At - pair.First.At)
                .FirstOrDefault();
            if (shortest == default)
                continue;
            var length = DurationText.Write(shortest.Second.At - shortest.First.At);
            warnings.Add(Problem.Warning(place, up
                ? $"'warn' is longer than '{schedule.Name}' is up on {On(shortest.First.At)} ({length}), so that stop would be "
                    + $"announced before the start"
                : $"'warn' is longer than '{schedule.Name}' is down on {On(shortest.First.At)} ({length}), so that stop is announced "
                    + $"for longer than it lasts"));
        }

        string On(Instant at) => at.InZone(schedule.Zone).Date.ToString("uuuu'-'MM'-'dd", null);
    }
}
