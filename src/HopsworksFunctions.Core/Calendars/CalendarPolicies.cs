using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Core.Calendars;

/// <summary>Parses policies for people at the command line, with the current dates of their calendars' sources.</summary>
public static class CalendarPolicies
{
    public static async Task<PolicyParse> ParseAsync(
        byte[] utf8, SourceReader reader, CalendarRange range, CancellationToken cancellationToken)
    {
        var parse = PolicyFile.Parse(utf8);
        if (parse.Sources.Count == 0)
            return parse;
        var dates = await ResolveAsync(parse.Sources, reader, range, cancellationToken);
        return PolicyFile.Parse(utf8, dates);
    }

    /// <inheritdoc cref="PolicyFile.Parse(JsonNode, string, List{Problem}?, IReadOnlyDictionary{CalendarSource, SourceDates}?)"/>
    public static async Task<PolicyParse> ParseAsync(
        JsonNode root, string version, SourceReader reader, CalendarRange range, CancellationToken cancellationToken)
    {
        var parse = PolicyFile.Parse(root, version);
        return parse.Sources.Count == 0 ? parse
            : PolicyFile.Parse(root, version, null, await ResolveAsync(parse.Sources, reader, range, cancellationToken));
    }

    private static async Task<Dictionary<CalendarSource, SourceDates>> ResolveAsync(
        IReadOnlyList<SourceUse> uses, SourceReader reader, CalendarRange range, CancellationToken cancellationToken)
    {
        var dates = new Dictionary<CalendarSource, SourceDates>();
        foreach (var source in uses.Select(use => use.Source).Distinct())
        {
            var reading = await reader.ReadAsync(source, range, cancellationToken);
            dates[source] = reading.Problem is null
                ? new([new(null, reading.Days.Select(day => day.Date).ToHashSet())])
                : new([], reading.Problem);
        }
        return dates;
    }
}
