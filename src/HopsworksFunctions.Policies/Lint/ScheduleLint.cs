using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Warns about schedules, windows and calendars that are unused or do not do what they seem to.</summary>
internal static class ScheduleLint
{
    /// <param name="stretches">The stretches of the schedules within <see cref="PolicyLint.MaxWindows"/>.</param>
    public static void Check(
        JsonNode root, PolicySet policies, IReadOnlyDictionary<string, DateSet> calendars,
        IReadOnlyDictionary<Schedule, IReadOnlyList<Stretch>> stretches, Instant now, List<Problem> warnings)
    {
        var schedules = root["schedules"]?.Members ?? [];
        foreach (var (name, place, value) in root["calendars"]?.Members ?? [])
            Calendar(new(name, place, value), calendars[name], schedules, now, warnings);
        foreach (var (name, place, value) in schedules)
        {
            var schedule = policies.Schedules[name];
            if (policies.Rules.All(r => r.Schedule != schedule && r.ScheduleTag is null)
                && !policies.Schedules.Values.Any(s => s.Members.Contains(schedule)))
                warnings.Add(Problem.Warning(place, $"no rule uses schedule '{name}'"));
            if (!stretches.ContainsKey(schedule))
                continue;
            var state = schedule.At(now);
            if (state is { IsUp: true, Until: null })
                warnings.Add(Problem.Warning(place,
                    $"schedule '{name}' covers the whole week, so it never stops a cluster. Remove 'schedule' or shorten a window"));
            if (schedule.Members.Count > 0)
                continue;
            if ((value["up"]!.Items.Count, value["plus"]?.Items.Count ?? 0) is (0, 0))
                warnings.Add(Problem.Warning(place, $"schedule '{name}' has no windows, so it only stops clusters"));
            new WindowLint(calendars, value, schedule.Zone, now, warnings).Check();
            WorkdayLint.Check(calendars, value, now.InZone(schedule.Zone).Date, warnings);
        }
    }

    private static void Calendar(
        JsonMember calendar, DateSet dates, IReadOnlyList<JsonMember> schedules, Instant now, List<Problem> warnings)
    {
        var (name, place, value) = calendar;
        var texts = schedules.SelectMany(s => Texts(s.Value, "up").Concat(Texts(s.Value, "except")).Concat(Texts(s.Value, "plus")));
        if (!texts.Any(t => ScheduleSection.CalendarIn(t.Text) == name))
            warnings.Add(Problem.Warning(place,
                $"no schedule uses calendar '{name}'. Use it with \"except\": [\"@{name}\"] or a window '@{name} 09:00-17:00'"));
        var items = CalendarSection.Items(value);
        if (items.Count == 0 || dates is DateSet.AnyOf { Sets: { Count: > 0 } sets } && sets.All(IsEmpty))
            warnings.Add(Problem.Warning(place, $"calendar '{name}' has no dates"));
        else if (IsPast(dates, now))
            warnings.Add(Problem.Warning(place, items.Any(item => CalendarSection.SourceOf(item) is not null)
                ? $"all dates in calendar '{name}' have passed, including those of its sources. See 'hops calendar {name}'"
                : $"all dates in calendar '{name}' have passed. Add new dates, or use yearly dates such as *-12-24"));
    }

    private static bool IsEmpty(DateSet dates) => dates is DateSet.Sourced { Newest.Count: 0 };

    /// <summary>Returns whether the dates have passed in every time zone, including windows that run into the next day.</summary>
    internal static bool IsPast(DateSet dates, Instant now) => dates switch
    {
        DateSet.Range range => range.To < now.InUtc().Date.PlusDays(-2),
        DateSet.Sourced sourced => sourced.Newest.All(date => date < now.InUtc().Date.PlusDays(-2)),
        DateSet.AnyOf { Sets.Count: > 0 } any => any.Sets.All(set => IsPast(set, now)),
        _ => false,
    };

    internal static IReadOnlyList<JsonNode> Texts(JsonNode schedule, string member) => schedule[member]?.Items ?? [];
}
