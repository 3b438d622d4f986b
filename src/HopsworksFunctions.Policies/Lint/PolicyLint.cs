using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>
/// Finds what is valid in a policy file but probably a mistake. For people who write policies: a run skips it, because it searches the
/// schedules' next five years.
/// </summary>
public static class PolicyLint
{
    private static readonly Duration UsualRunInterval = Duration.FromMinutes(5);

    /// <summary>Returns warnings in file order; none for an invalid file.</summary>
    /// <param name="runInterval">The time between two runs; null if no setting says it.</param>
    public static IReadOnlyList<Problem> Check(PolicyParse parse, Instant now, Duration? runInterval = null)
    {
        if (parse is not { Policies: { } policies, Root: { } root })
            return [];
        var warnings = new List<Problem>();
        var stretches = policies.Schedules.Values.ToDictionary(s => s, s => (IReadOnlyList<Stretch>)Stretch.Of(s, now));
        ScheduleLint.Check(root, policies, parse.Calendars, now, warnings);
        RuleLint.Check(root, policies, stretches, now, warnings);
        TimingLint.Check(root, policies, stretches, runInterval ?? UsualRunInterval, warnings);
        ZoneLint.Check(root, warnings);
        ChannelLint.Check(root, policies, warnings);
        return [.. warnings.OrderBy(w => w.Place.Line).ThenBy(w => w.Place.Column)];
    }
}
