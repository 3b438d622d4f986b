using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Warns about times of a rule that contradict its schedule, or each other.</summary>
internal sealed class RuleTimeLint(
    JsonNode root, IReadOnlyDictionary<Schedule, IReadOnlyList<Stretch>> stretches, Duration runInterval, List<Problem> warnings)
{
    public void Check(JsonNode node, Rule rule)
    {
        if (rule is not { IsGuard: false, Stop: true })
            return;
        foreach (var schedule in rule.Start ? rule.Schedules : [])
        {
            CheckMinimum(node, schedule, "minUptime", rule.Settings.MinUptime, up: true);
            CheckMinimum(node, schedule, "minDowntime", rule.Settings.MinDowntime, up: false);
        }
        if (rule is { MaxUptime: { } most, Warn: { } warn } && most < warn)
        {
            Warn(node["maxUptime"]!.Place,
                $"'maxUptime' ({Write(most)}) is shorter than 'warn' ({Write(warn)}), so its warning cannot come in time and the stop "
                    + "comes later");
        }
        if (rule.Idle is { } idle && (idle.Samples - 1) * runInterval is var span && span > idle.After)
        {
            Warn((node["idle"]!["samples"] ?? node["idle"]!["after"]!).Place,
                $"{idle.Samples} samples at a run interval of {Write(runInterval)} take {Write(span)}, longer than 'after' "
                    + $"({Write(idle.After)})");
        }
    }

    /// <summary>Rules that share a value and a schedule share a warning.</summary>
    private void CheckMinimum(JsonNode node, Schedule schedule, string member, Duration least, bool up)
    {
        var all = stretches[schedule];
        // Shorter ones are reported with the schedule.
        var first = all.FirstOrDefault(s => s.Up == up && s.Length < least && s.Length >= runInterval && !s.IsLastMinute);
        if (first == default)
            return;
        var setting = node[member] ?? root["defaults"]?[member];
        Warn(setting?.Place ?? root["schedules"]!.Members.Single(s => s.Name == schedule.Name).Place,
            $"'{member}' ({Write(least)}) is longer than '{schedule.Name}' is {(up ? "up" : "down")} on {first.Date} "
                + $"({Write(first.Length)}), so the {(up ? "stop" : "start")} comes late");
    }

    private void Warn(JsonPlace place, string message)
    {
        var warning = Problem.Warning(place, message);
        if (!warnings.Contains(warning))
            warnings.Add(warning);
    }

    private static string Write(Duration duration) => DurationText.Write(duration);
}
