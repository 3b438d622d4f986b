using System.Globalization;
using System.Text.RegularExpressions;
using HopsworksFunctions.Policies.Json;
using NodaTime;
using NodaTime.TimeZones;

namespace HopsworksFunctions.Policies.Language;

/// <summary>
/// Suggestions of the time zone that a text means if it is not an IANA id. Only certain ones are made, because a wrong offset would pass
/// unnoticed.
/// </summary>
internal static partial class ZoneHelp
{
    private static readonly TzdbDateTimeZoneSource Source = TzdbDateTimeZoneSource.Default;

    private static readonly Dictionary<string, string> WindowsIds =
        new(Source.WindowsMapping.PrimaryMapping, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, string> AnyCase =
        DateTimeZoneProviders.Tzdb.Ids.ToDictionary(id => id, StringComparer.OrdinalIgnoreCase);

    // Names with digits differ by offset, not by spelling.
    private static readonly string[] Places =
        [.. AnyCase.Values.Where(id => id.Contains('/', StringComparison.Ordinal) && !id.Any(char.IsAsciiDigit))
            .Order(StringComparer.Ordinal)];

    private static readonly ILookup<string, string> Cities =
        (Source.ZoneLocations ?? []).Select(l => l.ZoneId).ToLookup(City, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the end of a sentence that says what the text is not; empty if no zone is certain.</summary>
    public static string For(string text)
    {
        var id = text.Trim();
        if (ZoneAbbreviations.Meanings.TryGetValue(id, out var zones))
            return zones is [var one] ? $". Use '{one}'" : $" and means several. Use {OneOf(zones)}";
        if (AnyCase.TryGetValue(id.Replace(' ', '_'), out var written))
            return $". Did you mean '{written}'?";
        if (WindowsIds.TryGetValue(id, out var ofWindows))
            return $". Use {Modern(ofWindows)}";
        if (Offset().Match(id) is { Success: true } offset)
            return OfOffset(offset);
        var near = id.Contains('/', StringComparison.Ordinal) ? Near(id) : Cities[id.Replace(' ', '_')];
        return Agreed(near) is { } place ? $". Did you mean '{place}'?" : "";
    }

    /// <summary>Returns the current spelling of a zone of CLDR in quotes, with the meaning of a reversed sign.</summary>
    private static string Modern(string zone)
    {
        var current = Source.CanonicalIdMap[zone];
        // Some canonical ids name another country, such as Africa/Abidjan for Iceland.
        var id = Region(current) == Region(zone) ? current : zone;
        return ZoneOffsets.OfReversedSign(id) is { } offset ? $"'{id}', which is {offset}" : $"'{id}'";
    }

    private static string OfOffset(Match offset)
    {
        var hours = int.Parse(offset.Groups["hours"].Value, CultureInfo.InvariantCulture);
        var minutes = offset.Groups["minutes"] is { Success: true } m ? int.Parse(m.Value, CultureInfo.InvariantCulture) : 0;
        var total = (offset.Groups["sign"].Value == "+" ? 1 : -1) * (60 * hours + minutes);
        if (total == 0)
            return ". Use 'UTC'";
        var example = ZoneAbbreviations.CityAt(total) is { } city ? $", such as '{city}'" : "";
        return $" but an offset, which does not follow daylight saving time. Use the zone of a city{example}";
    }

    /// <summary>Returns the ids with the fewest typing errors: one, or two in a long name.</summary>
    private static List<string> Near(string id)
    {
        if (id.Length > 100)
            return [];
        var near = Places.Select(place => (Place: place, Distance: Suggestion.Distance(id, place)))
            .Where(p => p.Distance <= (City(p.Place).Length < 9 ? 1 : 2)).ToList();
        return [.. near.Where(p => p.Distance == near.Min(n => n.Distance)).Select(p => p.Place)];
    }

    /// <summary>Returns the first id if all have the same offsets; null otherwise.</summary>
    private static string? Agreed(IEnumerable<string> ids)
    {
        var zones = ids.ToList();
        return zones.Select(ZoneOffsets.OfYear).Distinct().Count() == 1 ? zones[0] : null;
    }

    private static string OneOf(string[] zones) => $"{string.Join(", ", zones[..^1].Select(z => $"'{z}'"))} or '{zones[^1]}'";

    private static string City(string id) => id[(id.LastIndexOf('/') + 1)..];

    private static string Region(string id) => id.Split('/')[0];

    [GeneratedRegex("^(UTC|GMT|UT|Z)? ?(?<sign>[+-])(?<hours>[0-9]{1,2})(:?(?<minutes>[0-9]{2}))?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Offset();
}
