using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Warns about workdays of the month that move because of vacations: excluded dates that take a week or more of a month.</summary>
internal static class WorkdayLint
{
    private const int Months = 12;

    // Public holidays take fewer, and are what workdays are for.
    private const int ManyWeekdays = 5;

    public static void Check(
        IReadOnlyDictionary<string, DateSet> calendars, JsonNode schedule, LocalDate today, List<Problem> warnings)
    {
        foreach (var node in ScheduleLint.Texts(schedule, "up").Concat(ScheduleLint.Texts(schedule, "plus")))
        {
            if (!node.Text.Contains("workday", StringComparison.Ordinal) || ScheduleSection.CalendarIn(node.Text) is not null)
                continue;
            var days = node.Text.Trim(' ')[..node.Text.Trim(' ').LastIndexOf(' ')].TrimEnd(' ');
            foreach (var excluded in ScheduleLint.Texts(schedule, "except"))
            {
                var except = DateText.Parse(excluded.Text, calendars);
                var (plain, moved) = (Dates(node, DateSet.None), Dates(node, except));
                var months = Enumerable.Range(0, Months).Select(month => DaysOf(today.PlusMonths(month)))
                    .Count(month => month.Count(date => date.DayOfWeek <= IsoDayOfWeek.Friday && except.Contains(date)) >= ManyWeekdays
                        && !month.Where(plain.Contains).SequenceEqual(month.Where(moved.Contains)));
                if (months > 0)
                    warnings.Add(Problem.Warning(node.Place,
                        $"'{days}' moves in {months} of the next {Months} months because of "
                            + (ScheduleSection.CalendarIn(excluded.Text) is { } name ? $"calendar '{name}'" : $"'{excluded.Text}'")));
            }
        }

        DateSet Dates(JsonNode node, DateSet except) => ((DailyWindow)WindowText.Parse(node.Text, calendars, except)).Dates;
    }

    private static List<LocalDate> DaysOf(LocalDate month) =>
        [.. Enumerable.Range(1, month.Calendar.GetDaysInMonth(month.Year, month.Month))
            .Select(day => new LocalDate(month.Year, month.Month, day))];
}
