using System.Text.Json;
using System.Text.RegularExpressions;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Schedules;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Reads <c>calendars</c>: dates, and sources of dates that were resolved beforehand.</summary>
internal sealed partial class CalendarSection(
    ObjectReader file, List<Problem> problems, IReadOnlyDictionary<CalendarSource, SourceDates>? resolved)
{
    private const int MaxCalendars = 100;

    /// <summary>The maximum number of dates in a calendar, and in <c>except</c>.</summary>
    public const int MaxDates = 1_000;

    private readonly Named<DateSet> calendars = new();
    private readonly List<SourceUse> sources = [];

    public Named<DateSet> Calendars => calendars;

    public IReadOnlyList<SourceUse> Sources => sources;

    /// <summary>The sources and their newest dates, for a fingerprint; empty without sources.</summary>
    public IEnumerable<string> Words => sources.Select(use => use.Source).Distinct()
        .Select(source => (source.Text, Dates: resolved?.GetValueOrDefault(source)?.Versions is [.., var newest] ? newest.Dates : null))
        .OrderBy(s => s.Text, StringComparer.Ordinal)
        .SelectMany(s => (s.Dates ?? new HashSet<NodaTime.LocalDate>()).Order().Select(date => $"{date:uuuu'-'MM'-'dd}").Prepend(s.Text));

    public CalendarSection Read()
    {
        foreach (var (name, place, value) in file.AtMost(MaxCalendars, file.Object("calendars")?.Members, "calendars"))
        {
            if (name.Length == 0 || name.Contains(' ', StringComparison.Ordinal))
                problems.Add(Problem.Error(place, "a calendar needs a name without spaces, because windows refer to it as "
                    + "@name"));
            NameText.RefuseHidden(name, place, problems);
            if (value.Kind is not (JsonValueKind.Array or JsonValueKind.Object))
                file.AddError(value, $"expected a list of dates and sources, or one source, got {value.Kindly}");
            var dates = file.AtMost(MaxDates, Items(value), "dates").Select(item => Item(name, item)).OfType<DateSet>();
            calendars.Add(name, new DateSet.AnyOf([.. dates]), value);
        }
        return this;
    }

    /// <summary>Returns the dates and sources of a calendar; a calendar that is one source has only that.</summary>
    public static IReadOnlyList<JsonNode> Items(JsonNode calendar) => calendar.Kind == JsonValueKind.Object ? [calendar] : calendar.Items;

    /// <summary>Returns the source that an item of a calendar names; null for a date.</summary>
    public static CalendarSource? SourceOf(JsonNode item) =>
        item["country"] is { } country ? new CalendarSource.Country(country.Text)
        : item["ics"] is { } ics ? new CalendarSource.Ics(ics.Text)
        : null;

    private DateSet? Item(string calendar, JsonNode item)
    {
        switch (item.Kind)
        {
            case JsonValueKind.String:
                return Date(item);
            case JsonValueKind.Object:
                return Source(calendar, item);
            default:
                problems.Add(Problem.Error(item.Place,
                    $"expected a date as a string, or a source such as {{ \"country\": \"SE\" }}, got {item.Kindly}"));
                return null;
        }
    }

    private DateSet? Date(JsonNode item)
    {
        try
        {
            return DateText.Parse(item.Text);
        }
        catch (WordingException e)
        {
            problems.Add(Problem.Error(item.Place, e.About(item.Text, "a date")));
            return null;
        }
    }

    private DateSet.Sourced? Source(string calendar, JsonNode item)
    {
        var before = problems.Count;
        var reader = new ObjectReader(item, problems);
        var (country, ics) = (reader.Any("country"), reader.Any("ics"));
        if (country is not null)
            reader.Read(country, "a country or region code such as SE or DE-BY", code => (code, CountryCode.Wrong(code)));
        if (ics is not null)
            reader.Read(ics, "a file name or a blob's https address", location => (location, Location().IsMatch(location) ? null
                : "write a file name such as holidays.ics, or a blob's address that begins with https://"));
        if (country is null == ics is null)
            reader.AddError(item, ics is not null ? "a source has 'country' or 'ics', not both. Put two sources into a list"
                : "a source needs 'country', such as SE or DE-BY, or 'ics', a file or a blob's https address");
        reader.RejectUnknownMembers();
        return problems.Count > before ? null : Dates(calendar, item, SourceOf(item)!);
    }

    private DateSet.Sourced? Dates(string calendar, JsonNode item, CalendarSource source)
    {
        sources.Add(new(calendar, source));
        if (resolved?.GetValueOrDefault(source) is not { } dates)
            return null;
        if (dates.Versions.Count > 0)
            return new(dates.Versions);
        problems.Add(Problem.Error(item.Place, $"cannot read calendar '{calendar}': {dates.Problem}"));
        return null;
    }

    [GeneratedRegex(@"^(https://[^\s/][^\s]*|(?!.*://)[^\u0000-\u001f]+)\z")]
    private static partial Regex Location();
}
