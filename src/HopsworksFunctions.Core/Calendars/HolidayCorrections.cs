using NodaTime;

namespace HopsworksFunctions.Core.Calendars;

/// <summary>
/// Days that the package misses or wrongly includes, in countries and regions that are otherwise right. Each correction agrees with two
/// other lists, as the tests check.
/// </summary>
internal static class HolidayCorrections
{
    /// <summary>Returns the year's holidays of the package with corrections.</summary>
    public static List<CalendarDay> Apply(string code, int year, List<CalendarDay> days)
    {
        // Carnival is a day off by custom only.
        if (code is "PT" or "PT-20" or "PT-30")
            days.RemoveAll(day => day.Name == "Carnaval");
        if (Missing(code, year) is { } missing)
            days.Add(missing);
        if (code == "JP")
            days.AddRange(Between(days));
        return days;
    }

    private static CalendarDay? Missing(string code, int year) => code switch
    {
        "AU-NSW" when year is 2026 or 2027 => new(MondayFrom(new(year, 4, 26)), "Anzac Day (additional)"),
        "AU-QLD" when new LocalDate(year, 4, 25).DayOfWeek == IsoDayOfWeek.Sunday => new(new(year, 4, 26), "Anzac Day"),
        "AU-VIC" => new(
            new LocalDate(year, 9, 30).With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Friday)), "Friday before the AFL Grand Final"),
        "BR" when year >= 2024 => new(new(year, 11, 20), "Dia da Consciência Negra"),
        "CH-GE" => new(new(year, 12, 31), "Restauration de la République"),
        // This is the Monday after the third Sunday.
        "CH-VD" => new(MondayFrom(new(year, 9, 16)), "Lundi du Jeûne fédéral"),
        "IT" when year >= 2026 => new(new(year, 10, 4), "San Francesco d'Assisi"),
        _ => null,
    };

    /// <summary>Returns the days between two holidays, which article 3 of the Japanese law on holidays makes holidays.</summary>
    private static List<CalendarDay> Between(List<CalendarDay> days)
    {
        var dates = days.Select(day => day.Date).ToHashSet();
        return [.. days.Select(day => day.Date.PlusDays(1))
            .Where(date => !dates.Contains(date) && dates.Contains(date.PlusDays(1)) && date.DayOfWeek != IsoDayOfWeek.Sunday)
            .Select(date => new CalendarDay(date, "国民の休日"))];
    }

    private static LocalDate MondayFrom(LocalDate date) => date.With(DateAdjusters.NextOrSame(IsoDayOfWeek.Monday));
}
