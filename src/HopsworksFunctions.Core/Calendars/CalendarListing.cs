using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Core.Calendars;

/// <summary>The dates of a calendar of valid policies in a year: each date once, with its sources.</summary>
public sealed record CalendarListing(string Name, IReadOnlyList<string> Sources, IReadOnlyList<CalendarEntry> Dates)
{
    /// <summary>Returns the names of the calendars, in file order.</summary>
    public static IReadOnlyList<string> Names(PolicyParse parse) => [.. (parse.Root?["calendars"]?.Members ?? []).Select(m => m.Name)];

    /// <param name="name">The name of a calendar that the policies have.</param>
    public static async Task<CalendarListing> ReadAsync(
        PolicyParse parse, string name, int year, SourceReader reader, CancellationToken cancellationToken)
    {
        var entries = new SortedDictionary<LocalDate, CalendarEntry>();
        var range = CalendarRange.OfYears(year, year);
        var items = CalendarSection.Items(parse.Root!["calendars"]![name]!);
        foreach (var item in items)
        {
            foreach (var day in await DaysAsync(item, range, reader, cancellationToken))
            {
                var known = entries.GetValueOrDefault(day.Date) ?? new(day.Date, null, []);
                entries[day.Date] = known with { Name = known.Name ?? day.Name, Sources = [.. known.Sources, Text(item)] };
            }
        }
        return new(name, [.. items.Select(Text).Distinct()], [.. entries.Values]);
    }

    private static async Task<IEnumerable<CalendarDay>> DaysAsync(
        JsonNode item, CalendarRange range, SourceReader reader, CancellationToken cancellationToken)
    {
        if (CalendarSection.SourceOf(item) is { } source)
            return (await reader.ReadAsync(source, range, cancellationToken)).Days;
        var dates = DateText.Parse(item.Text);
        return Enumerable.Range(0, Period.DaysBetween(range.From, range.To) + 1).Select(range.From.PlusDays).Where(dates.Contains)
            .Select(date => new CalendarDay(date, null));
    }

    private static string Text(JsonNode item) => CalendarSection.SourceOf(item)?.Text ?? item.Text;
}

/// <summary>A date of a calendar, its name if a source knows one, and the items of the policies that give it.</summary>
public sealed record CalendarEntry(LocalDate Date, string? Name, IReadOnlyList<string> Sources);
