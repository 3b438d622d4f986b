using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>
/// Warnings about parts of a policy file that are valid but probably mistakes. They are for people who write policies: a run skips them,
/// because the search covers the schedules' next five years.
/// </summary>
public static class PolicyLint
{
    /// <summary>The most windows with checked times, including those of a union's members. Each takes about a millisecond.</summary>
    internal const int MaxWindows = 500;

    private static readonly Duration UsualRunInterval = Duration.FromMinutes(5);

    /// <summary>Returns warnings in file order; none for an invalid file.</summary>
    /// <param name="runInterval">The time between two runs; null if no setting gives it, which means five minutes.</param>
    public static IReadOnlyList<Problem> Check(PolicyParse parse, Instant now, Duration? runInterval = null)
    {
        if (parse is not { Policies: { } policies, Root: { } root })
            return [];
        var warnings = new List<Problem>();
        var stretches = Stretches(root, policies, now, warnings);
        ScheduleLint.Check(root, policies, parse.Calendars, stretches, now, warnings);
        RuleLint.Check(root, policies, stretches, now, warnings);
        TimingLint.Check(root, policies, stretches, runInterval ?? UsualRunInterval, warnings);
        ZoneLint.Check(root, warnings);
        ChannelLint.Check(root, policies, warnings);
        return [.. warnings.OrderBy(w => w.Place.Line).ThenBy(w => w.Place.Column)];
    }

    /// <summary>Returns the stretches of the first schedules, and warns about the schedules beyond <see cref="MaxWindows"/>.</summary>
    private static Dictionary<Schedule, IReadOnlyList<Stretch>> Stretches(
        JsonNode root, PolicySet policies, Instant now, List<Problem> warnings)
    {
        var stretches = new Dictionary<Schedule, IReadOnlyList<Stretch>>();
        var schedules = root["schedules"]?.Members ?? [];
        var left = MaxWindows;
        foreach (var (name, place, _) in schedules)
        {
            var schedule = policies.Schedules[name];
            if ((left -= schedule.WindowCount) < 0)
            {
                var others = schedules.Count - stretches.Count - 1;
                warnings.Add(Problem.Warning(place,
                    $"the times of schedule '{name}'{(others == 0 ? "" : $" and {others} more")} are not checked: only the first "
                        + $"{MaxWindows} windows of a file are"));
                break;
            }
            stretches[schedule] = Stretch.Of(schedule, now);
        }
        return stretches;
    }
}
