using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Warns about times of a rule that contradict its schedule, or each other.</summary>
internal sealed class RuleTimeLint(
    JsonNode root, IReadOnlyDictionary<Schedule, IReadOnlyList<Stretch>> stretches, Duration runInterval, List<Problem> warnings)
{
    private readonly HashSet<Problem> told = [];

    public void Check(JsonNode node, Rule rule)
    {
        if (rule is not { IsGuard: false, Stop: true })
            return;
        if (rule.Start)
        {
            CheckMinimum(node, rule, "minUptime", rule.Settings.MinUptime, up: true);
            CheckMinimum(node, rule, "minDowntime", rule.Settings.MinDowntime, up: false);
        }
        if (rule is { MaxUptime: { } most, Warn: { } warn } && most < warn)
        {
            Warn(node["maxUptime"]!.Place,
                $"'maxUptime' ({Write(most)}) is shorter than 'warn' ({Write(warn)}), so no warning can come in time and the stop "
                    + "is delayed");
        }
        if (rule.Idle is { } idle && (idle.Samples - 1) * runInterval is var span && span > idle.After)
        {
            Warn((node["idle"]!["samples"] ?? node["idle"]!["after"]!).Place,
                $"{idle.Samples} samples at a run interval of {Write(runInterval)} take {Write(span)}, longer than 'after' "
                    + $"({Write(idle.After)})");
        }
    }

    /// <summary>
    /// Warns about the first of the rule's schedules with a window or gap that is shorter than a minimum. Rules that inherit the same value
    /// for the same schedule share a warning.
    /// </summary>
    private void CheckMinimum(JsonNode node, Rule rule, string member, Duration least, bool up)
    {
        foreach (var schedule in rule.Schedules)
        {
            // ShortTimeLint reports the shorter ones.
            var first = stretches.GetValueOrDefault(schedule, [])
                .FirstOrDefault(s => s.Up == up && s.Length < least && s.Length >= runInterval && !s.IsLastMinute);
            if (first == default)
                continue;
            var setting = node[member] ?? root["defaults"]?[member];
            Warn(setting?.Place ?? root["schedules"]!.Members.Single(s => s.Name == schedule.Name).Place,
                $"'{member}' ({Write(least)}) is longer than {(up ? $"the window of schedule '{schedule.Name}'"
                    : $"the time schedule '{schedule.Name}' is stopped")} on {first.Date} ({Write(first.Length)}), so the "
                    + $"{(up ? "stop" : "start")} comes late");
            return;
        }
    }

    private void Warn(JsonPlace place, string message)
    {
        var warning = Problem.Warning(place, message);
        if (told.Add(warning))
            warnings.Add(warning);
    }

    private static string Write(Duration duration) => DurationText.Write(duration);
}
