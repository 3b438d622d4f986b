using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Warns about times that can hardly be meant.</summary>
internal static class TimingLint
{
    /// <param name="stretches">Those of each schedule.</param>
    public static void Check(
        JsonNode root, PolicySet policies, IReadOnlyDictionary<Schedule, IReadOnlyList<Stretch>> stretches, Duration runInterval,
        List<Problem> warnings)
    {
        foreach (var (name, place, value) in root["schedules"]?.Members ?? [])
            ShortTimeLint.Check(name, place, value, stretches[policies.Schedules[name]], runInterval, warnings);
        var rules = new RuleTimeLint(root, stretches, runInterval, warnings);
        for (var i = 0; i < policies.Rules.Count; i++)
            rules.Check(root["rules"]!.Items[i], policies.Rules[i]);
    }
}
