using System.Text.Json;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Reads <c>timeZone</c>, <c>schedules</c> and other lists of windows.</summary>
internal static class ScheduleSection
{
    private const int MaxSchedules = 500;
    private const int MaxWindows = 200;

    private static readonly HashSet<string> ZoneIds = [.. DateTimeZoneProviders.Tzdb.Ids];

    public static DateTimeZone? Zone(ObjectReader reader, string member)
    {
        if (reader.Any(member) is not { } node)
            return null;
        return reader.Read(node, "an IANA time zone such as Europe/Stockholm", id => ZoneIds.Contains(id)
            ? (DateTimeZoneProviders.Tzdb[id], null)
            : ((DateTimeZone?)null, $"'{id}' is not an IANA time zone{ZoneHelp.For(id)}"));
    }

    public static Named<Schedule> Schedules(ObjectReader file, DateTimeZone zone, Named<DateSet> calendars, List<Problem> problems)
    {
        var schedules = new Named<Schedule>();
        var nodes = file.AtMost(MaxSchedules, file.Object("schedules")?.Members, "schedules");
        var plain = new Dictionary<string, Schedule>();
        foreach (var (name, _, value) in nodes.Where(s => !UnionSection.IsUnion(s.Value)))
            plain[name] = Schedule(name, new(value, problems), zone, calendars, problems);
        foreach (var (name, place, value) in nodes)
        {
            if (name.Length == 0)
                problems.Add(Problem.Error(place, "a schedule needs a name"));
            NameText.RefuseHidden(name, place, problems);
            // Unions are read second, because they may stand before their members.
            schedules.Add(
                name, UnionSection.IsUnion(value) ? UnionSection.Read(name, new(value, problems), zone, plain, nodes) : plain[name], value);
        }
        return schedules;
    }

    private static Schedule Schedule(
        string name, ObjectReader reader, DateTimeZone defaultZone, Named<DateSet> calendars, List<Problem> problems)
    {
        var zone = Zone(reader, "timeZone") ?? defaultZone;
        var dates = calendars.Valid.ToDictionary(calendar => calendar.Key, calendar => calendar.Value.In(zone));
        var (up, except, plus) = (reader.Array("up"), reader.Array("except"), reader.Array("plus"));
        if (reader.Node.Kind == JsonValueKind.Object && reader.Node["up"] is null)
            reader.AddError(reader.Node, "missing field 'up': a list of windows such as \"mon-fri 07:00-19:00\"");
        reader.RejectUnknownMembers();
        var days = reader.AtMost(CalendarSection.MaxDates, except?.Items, "dates");
        var excluded = new DateSet.AnyOf(Texts(days, problems, "a date or @calendar", text => DateText.Parse(text, dates)));
        return new(
            name,
            new(zone, Windows(up), excluded, Windows(plus)),
            Fingerprint.Of(
                [zone.Id, .. Source(up, calendars), "except", .. Source(except, calendars), "plus", .. Source(plus, calendars)]))
        {
            Except = [.. (except?.Items ?? []).Where(day => day.Kind == JsonValueKind.String).Select(day => day.Text)],
        };

        List<Window> Windows(JsonNode? texts) => WindowsIn(texts, reader, dates, excluded, problems);
    }

    /// <summary>Reads <c>windows</c> and <c>timeZone</c> of a field that is not a schedule of clusters.</summary>
    /// <param name="name">The name of the field.</param>
    public static Schedule Windows(
        string name, ObjectReader reader, DateTimeZone defaultZone, Named<DateSet> calendars, List<Problem> problems)
    {
        var zone = Zone(reader, "timeZone") ?? defaultZone;
        var dates = calendars.Valid.ToDictionary(calendar => calendar.Key, calendar => calendar.Value.In(zone));
        var texts = reader.Array("windows");
        if (reader.Node["windows"] is null or { Kind: JsonValueKind.Array, Items.Count: 0 })
            reader.AddError(reader.Node, $"'{name}' needs 'windows': a list of windows such as \"daily 20:00-07:00\"");
        reader.RejectUnknownMembers();
        return new(name, new(zone, WindowsIn(texts, reader, dates, DateSet.None, problems), DateSet.None, []), "");
    }

    private static List<Window> WindowsIn(
        JsonNode? texts, ObjectReader reader, Dictionary<string, DateSet> dates, DateSet excluded, List<Problem> problems) => Texts(
        reader.AtMost(MaxWindows, texts?.Items, "windows"), problems, "a window", text => WindowText.Parse(text, dates, excluded));

    /// <summary>
    /// Returns the texts sorted, with each calendar's dates instead of its name, because neither order nor name changes the schedule. For a
    /// source only its name counts, because nobody changes the schedule when the source gives new dates.
    /// </summary>
    private static IEnumerable<string> Source(JsonNode? texts, Named<DateSet> calendars) =>
        (texts?.Items ?? []).Select(item => CalendarIn(item.Text) is { } name && calendars.NodeOf(name) is { } calendar
            ? string.Join(
                ' ', item.Text.Replace($"@{name}", "@", StringComparison.Ordinal),
                string.Join(',', CalendarSection.Items(calendar).Select(Text).Order(StringComparer.Ordinal)))
            : item.Text).Order(StringComparer.Ordinal);

    private static string Text(JsonNode item) => CalendarSection.SourceOf(item)?.Text ?? item.Text;

    /// <summary>Returns the calendar that a window or excluded date refers to; null for none.</summary>
    internal static string? CalendarIn(string text) => text.TrimStart(' ') is ['@', .. var rest] ? rest.Split(' ')[0] : null;

    private static List<T> Texts<T>(IReadOnlyList<JsonNode> items, List<Problem> problems, string expected, Func<string, T> parse)
        where T : class
    {
        var parsed = new List<T>();
        foreach (var item in items)
        {
            try
            {
                if (item.Kind == JsonValueKind.String)
                    parsed.Add(parse(item.Text));
                else
                    problems.Add(Problem.Error(item.Place, $"expected {expected} as a string, got {item.Kindly}"));
            }
            catch (WordingException e)
            {
                problems.Add(Problem.Error(item.Place, e.About(item.Text, expected)));
            }
        }
        return parsed;
    }
}
