using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Warns about windows and gaps so short that runs may miss them, and about the minute before midnight.</summary>
internal static class ShortTimeLint
{
    public static void Check(
        string name, JsonPlace place, JsonNode schedule, IReadOnlyList<Stretch> stretches, Duration runInterval, List<Problem> warnings)
    {
        var open = stretches.FirstOrDefault(s => s.IsLastMinute);
        foreach (var window in ScheduleLint.Texts(schedule, "up").Concat(ScheduleLint.Texts(schedule, "plus")))
        {
            if (!window.Text.TrimEnd().EndsWith("23:59", StringComparison.Ordinal))
                continue;
            var gap = open == default ? "" : $", which leaves a gap of {Write(open.Length)} on {open.Date}";
            var missed = gap.Length > 0 && open.Length < runInterval ? $", shorter than the run interval of {Write(runInterval)}" : "";
            warnings.Add(Problem.Warning(window.Place, $"window '{window.Text}' ends at 23:59{gap}{missed}. Did you mean 24:00?"));
        }
        foreach (var up in (bool[])[true, false])
        {
            var first = stretches.FirstOrDefault(s => s.Up == up && s.Length < runInterval && !s.IsLastMinute);
            if (first == default)
                continue;
            warnings.Add(Problem.Warning(place,
                $"a {(up ? "window" : "gap")} of schedule '{name}' on {first.Date} is {Write(first.Length)} long, shorter than the "
                    + $"run interval of {Write(runInterval)}, so runs may miss it"));
        }
    }

    private static string Write(Duration duration) => DurationText.Write(duration);
}
