using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Schedules;

namespace HopsworksFunctions.Policies;

/// <summary>
/// A cluster's tag whose value names its schedule. The rule is prepared once for each schedule, so that choosing one costs a look-up.
/// </summary>
public sealed class ScheduleTag
{
    private readonly Dictionary<string, Rule> bySchedule;
    private readonly Rule unknown;

    /// <param name="rule">The rule, as it is for clusters without the tag.</param>
    /// <param name="fingerprint">The rule's fingerprint under a schedule.</param>
    internal ScheduleTag(string name, Rule rule, IEnumerable<Schedule> schedules, Func<Schedule, string> fingerprint)
    {
        Name = name;
        bySchedule = schedules.ToDictionary(
            schedule => schedule.Name,
            schedule => rule with { ScheduleTag = this, Schedule = schedule, Fingerprint = fingerprint(schedule) });
        unknown = rule with { ScheduleTag = this, Schedule = null, HasUnknownSchedule = true };
    }

    /// <summary>The name of the tag, which ignores case.</summary>
    public string Name { get; }

    /// <summary>The schedules that a cluster can choose.</summary>
    public IReadOnlyCollection<string> Schedules => bySchedule.Keys;

    /// <summary>The rule under each schedule.</summary>
    public IEnumerable<Rule> Rules => bySchedule.Values;

    /// <summary>
    /// Returns the rule under the schedule that the cluster's tag names; null without the tag. An unknown schedule, or two tags that differ
    /// by case alone and in value, leave the cluster alone.
    /// </summary>
    internal Rule? RuleFor(Cluster cluster)
    {
        string? chosen = null;
        foreach (var (name, value) in cluster.TagsByName)
        {
            if (!string.Equals(name, Name, StringComparison.OrdinalIgnoreCase))
                continue;
            if (chosen is not null && chosen != value)
                return unknown;
            chosen = value;
        }
        return chosen is null ? null : bySchedule.GetValueOrDefault(chosen, unknown);
    }

    /// <summary>The different values of the tag, usually one, in the order of the cluster's tags.</summary>
    public IReadOnlyList<string> ValuesOf(Cluster cluster) =>
    [
        .. cluster.TagsByName.Where(tag => string.Equals(tag.Key, Name, StringComparison.OrdinalIgnoreCase))
            .Select(tag => tag.Value).Distinct(),
    ];
}
