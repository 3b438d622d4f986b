using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Warns about schedules, windows and calendars that are unused or do not do what they seem to.</summary>
internal static class ScheduleLint
{
    private static readonly DateSet Nothing = new DateSet.AnyOf([]);

    public static void Check(JsonNode root, PolicySet policies, Instant now, List<Problem> warnings)
    {
        var calendars = ScheduleSection.Calendars(new(root, warnings), warnings).Valid;
        var schedules = root["schedules"]?.Members ?? [];
        foreach (var (name, place, value) in root["calendars"]?.Members ?? [])
            Calendar(name, place, value, schedules, now, warnings);
        foreach (var (name, place, value) in schedules)
        {
            var schedule = policies.Schedules[name];
            if (policies.Rules.All(r => r.Schedule != schedule && r.ScheduleTag is null))
                warnings.Add(Problem.Warning(place, $"no rule uses schedule '{name}'"));
            var state = schedule.At(now);
            if (state is { IsUp: true, Until: null })
                warnings.Add(Problem.Warning(place,
                    $"'{name}' is up all week, so it never stops a cluster; leave 'schedule' out, or shorten a window"));
            if ((value["up"]!.Items.Count, value["plus"]?.Items.Count ?? 0) is (0, 0))
                warnings.Add(Problem.Warning(place, $"'{name}' is never up: it has no window, so it only stops clusters"));
            var except = new DateSet.AnyOf([.. Texts(value, "except").Select(d => DateText.Parse(d.Text, calendars))]);
            foreach (var window in Texts(value, "up"))
                Window(window, WindowText.Parse(window.Text, calendars), except, schedule.Zone, now, warnings);
            foreach (var window in Texts(value, "plus"))
                Window(window, WindowText.Parse(window.Text, calendars), Nothing, schedule.Zone, now, warnings);
        }
    }

    private static void Calendar(
        string name, JsonPlace place, JsonNode value, IReadOnlyList<JsonMember> schedules, Instant now, List<Problem> warnings)
    {
        var texts = schedules.SelectMany(s => Texts(s.Value, "up").Concat(Texts(s.Value, "except")).Concat(Texts(s.Value, "plus")));
        if (!texts.Any(t => ScheduleSection.CalendarIn(t.Text) == name))
            warnings.Add(Problem.Warning(place,
                $"no schedule uses calendar '{name}'; one does with \"except\": [\"@{name}\"] or a window '@{name} 09:00-17:00'"));
        if (value.Items.Count == 0)
            warnings.Add(Problem.Warning(place, $"calendar '{name}' has no dates"));
        else if (value.Items.All(d => IsPast(DateText.Parse(d.Text), now)))
            warnings.Add(Problem.Warning(place,
                $"all dates of calendar '{name}' are past; add this year's, or write dates of every year as '*-12-24'"));
    }

    private static void Window(JsonNode node, Window window, DateSet except, DateTimeZone zone, Instant now, List<Problem> warnings)
    {
        var today = now.InZone(zone).Date;
        // A window that started up to eight days ago may not have ended.
        var dates = Enumerable.Range(-8, (int)Schedule.Horizon.TotalDays + 9).Select(today.PlusDays).Where(window.Dates.Contains).ToList();
        if (IsPast(window.Dates, now))
            warnings.Add(Problem.Warning(node.Place, $"'{node.Text}' is past; it is never up again"));
        else if (dates.Count > 0 && dates.All(except.Contains))
            warnings.Add(Problem.Warning(node.Place, $"'{node.Text}' is not up in the next 400 days: 'except' takes all its dates"));
        else if (!IsAhead(window.Dates, today)
            && !dates.Any(date => !except.Contains(date) && window.On(date, zone) is var (start, end) && start < end && end > now))
            warnings.Add(Problem.Warning(node.Place, $"'{node.Text}' is not up in the next 400 days: they have no such date"));
    }

    /// <summary>Whether the dates are past in every time zone, including windows that run into the next day.</summary>
    private static bool IsPast(DateSet dates, Instant now) => dates switch
    {
        DateSet.Range range => range.To < now.InUtc().Date.PlusDays(-2),
        DateSet.AnyOf { Sets.Count: > 0 } any => any.Sets.All(set => IsPast(set, now)),
        _ => false,
    };

    private static bool IsAhead(DateSet dates, LocalDate today) => dates switch
    {
        DateSet.Range range => range.To > today.PlusDays((int)Schedule.Horizon.TotalDays),
        DateSet.AnyOf any => any.Sets.Any(set => IsAhead(set, today)),
        _ => false,
    };

    private static IReadOnlyList<JsonNode> Texts(JsonNode schedule, string member) => schedule[member]?.Items ?? [];
}
