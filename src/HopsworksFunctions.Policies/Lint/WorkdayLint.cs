using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Warns about workdays of the month that move because of vacations: excluded dates that take a week or more of a month.</summary>
internal static class WorkdayLint
{
    private const int Months = 12;

    // Public holidays take fewer weekdays, and workdays are meant to skip them.
    private const int ManyWeekdays = 5;

    // The maximum number of vacations to check for each window.
    private const int Most = 10;

    public static void Check(
        IReadOnlyDictionary<string, DateSet> calendars, JsonNode schedule, LocalDate today, List<Problem> warnings)
    {
        var nodes = ScheduleLint.Texts(schedule, "up").Concat(ScheduleLint.Texts(schedule, "plus"))
            .Where(node => node.Text.Contains("workday", StringComparison.Ordinal) && ScheduleSection.CalendarIn(node.Text) is null)
            .ToList();
        if (nodes.Count == 0)
            return;
        var year = Enumerable.Range(0, Months).Select(month => DaysOf(today.PlusMonths(month))).ToList();
        var vacations = ScheduleLint.Texts(schedule, "except").DistinctBy(excluded => excluded.Text)
            .Select(excluded => (excluded.Text, Dates: DateText.Parse(excluded.Text, calendars)))
            .Where(excluded => year.Any(month => IsVacation(month, excluded.Dates))).Take(Most).ToList();
        foreach (var node in nodes)
        {
            var days = node.Text.Trim(' ')[..node.Text.Trim(' ').LastIndexOf(' ')].TrimEnd(' ');
            foreach (var (text, except) in vacations)
            {
                var (plain, moved) = (Dates(node, DateSet.None), Dates(node, except));
                var months = year.Count(month => IsVacation(month, except)
                    && !month.Where(plain.Contains).SequenceEqual(month.Where(moved.Contains)));
                if (months > 0)
                    warnings.Add(Problem.Warning(node.Place,
                        $"'{days}' moves in {months} of the next {Months} months because of "
                            + (ScheduleSection.CalendarIn(text) is { } name ? $"calendar '{name}'" : $"'{text}'")));
            }
        }

        DateSet Dates(JsonNode node, DateSet except) => ((DailyWindow)WindowText.Parse(node.Text, calendars, except)).Dates;
    }

    private static bool IsVacation(List<LocalDate> month, DateSet except) =>
        month.Count(date => date.DayOfWeek <= IsoDayOfWeek.Friday && except.Contains(date)) >= ManyWeekdays;

    private static List<LocalDate> DaysOf(LocalDate month) =>
        [.. Enumerable.Range(1, month.Calendar.GetDaysInMonth(month.Year, month.Month))
            .Select(day => new LocalDate(month.Year, month.Month, day))];
}
