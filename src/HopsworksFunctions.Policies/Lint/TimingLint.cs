using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Warns about times that are probably mistakes.</summary>
internal static class TimingLint
{
    /// <param name="stretches">The stretches of the schedules within <see cref="PolicyLint.MaxWindows"/>.</param>
    public static void Check(
        JsonNode root, PolicySet policies, IReadOnlyDictionary<Schedule, IReadOnlyList<Stretch>> stretches, Duration runInterval,
        List<Problem> warnings)
    {
        foreach (var (name, place, value) in root["schedules"]?.Members ?? [])
        {
            if (stretches.TryGetValue(policies.Schedules[name], out var all))
                ShortTimeLint.Check(name, place, value, all, runInterval, warnings);
        }
        var rules = new RuleTimeLint(root, stretches, runInterval, warnings);
        for (var i = 0; i < policies.Rules.Count; i++)
            rules.Check(root["rules"]!.Items[i], policies.Rules[i]);
    }
}
