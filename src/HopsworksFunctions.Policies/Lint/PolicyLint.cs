using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>
/// Finds what is valid in a policy file but can hardly be meant. For people who write policies;
/// a run does not ask, since it would search the schedules' next 400 days.
/// </summary>
public static class PolicyLint
{
    /// <summary>Warnings in file order; none for a file that is not valid.</summary>
    public static IReadOnlyList<Problem> Check(PolicyParse parse, Instant now)
    {
        if (parse is not { Policies: { } policies, Root: { } root })
            return [];
        var warnings = new List<Problem>();
        ScheduleLint.Check(root, policies, now, warnings);
        RuleLint.Check(root, policies, now, warnings);
        ChannelLint.Check(root, policies, warnings);
        return [.. warnings.OrderBy(w => w.Place.Line).ThenBy(w => w.Place.Column)];
    }
}
