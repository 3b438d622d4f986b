using System.Collections.Concurrent;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Schedules;

namespace HopsworksFunctions.Policies;

/// <summary>
/// The cluster tag that names the schedule of a rule. The rule under a schedule is created when a cluster first chooses it, so a choice
/// costs a look-up, and a thousand rules with five hundred schedules do not become half a million rules.
/// </summary>
public sealed class ScheduleTag
{
    private readonly ConcurrentDictionary<string, Rule> chosen = new();
    private readonly IReadOnlyDictionary<string, Schedule> schedules;
    private readonly Func<Schedule, Rule> under;
    private readonly Rule unknown;

    /// <param name="rule">The rule for clusters without the tag.</param>
    /// <param name="fingerprint">Returns the rule's fingerprint under a schedule.</param>
    internal ScheduleTag(
        string name, Rule rule, IReadOnlyDictionary<string, Schedule> schedules, Func<Schedule, string> fingerprint)
    {
        (Name, this.schedules) = (name, schedules);
        under = schedule => rule with { ScheduleTag = this, Schedule = schedule, Fingerprint = fingerprint(schedule) };
        unknown = rule with { ScheduleTag = this, Schedule = null, HasUnknownSchedule = true };
    }

    /// <summary>The name of the tag; its case does not matter.</summary>
    public string Name { get; }

    /// <summary>The names of the schedules that a cluster can choose.</summary>
    public IReadOnlyCollection<string> Schedules => [.. schedules.Keys];

    /// <summary>The schedules that a cluster can choose.</summary>
    internal IEnumerable<Schedule> Choices => schedules.Values;

    /// <summary>The rule under each schedule.</summary>
    public IEnumerable<Rule> Rules => schedules.Values.Select(Under);

    /// <summary>
    /// Returns the rule under the schedule that the cluster's tag names; null without the tag. For an unknown schedule, or tags that differ
    /// by case alone but disagree, returns a rule that leaves the cluster alone.
    /// </summary>
    internal Rule? RuleFor(Cluster cluster)
    {
        string? name = null;
        foreach (var (tag, value) in cluster.TagsByName)
        {
            if (!string.Equals(tag, Name, StringComparison.OrdinalIgnoreCase))
                continue;
            if (name is not null && name != value)
                return unknown;
            name = value;
        }
        return name is null ? null : schedules.TryGetValue(name, out var schedule) ? Under(schedule) : unknown;
    }

    /// <summary>Returns the distinct values of the tag, usually one, in the order of the cluster's tags.</summary>
    public IReadOnlyList<string> ValuesOf(Cluster cluster) =>
    [
        .. cluster.TagsByName.Where(tag => string.Equals(tag.Key, Name, StringComparison.OrdinalIgnoreCase))
            .Select(tag => tag.Value).Distinct(),
    ];

    private Rule Under(Schedule schedule) =>
        chosen.GetOrAdd(schedule.Name, static (_, of) => of.under(of.schedule), (under, schedule));
}
