using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Warns about time zones with clocks that differ from what their ids suggest.</summary>
internal static class ZoneLint
{
    private static readonly Dictionary<string, string> WithoutClockChanges = new()
    {
        ["EST"] = "For New York write 'America/New_York'",
        ["MST"] = "For Denver write 'America/Denver', for Phoenix 'America/Phoenix'",
        ["HST"] = "For Honolulu write 'Pacific/Honolulu', for the Aleutian Islands 'America/Adak'",
    };

    public static void Check(JsonNode root, List<Problem> warnings)
    {
        foreach (var holder in (IEnumerable<JsonNode>)[root, .. (root["schedules"]?.Members ?? []).Select(s => s.Value)])
        {
            if (holder["timeZone"] is { } zone && Doubt(zone.Text) is { } doubt)
                warnings.Add(Problem.Warning(zone.Place, doubt));
        }
    }

    private static string? Doubt(string id)
    {
        if (WithoutClockChanges.TryGetValue(id, out var write))
            return $"'{id}' is {ZoneOffsets.Text(ZoneOffsets.OfYear(id).July)} all year. {write}";
        if (ZoneOffsets.OfReversedSign(id) is not { } offset)
            return null;
        var (meant, reversed) = (id.Replace("Etc/GMT", "UTC", StringComparison.Ordinal), $"Etc/GMT{offset["UTC".Length..]}");
        // The largest offsets have no counterpart with the other sign.
        var other = DateTimeZoneProviders.Tzdb.Ids.Contains(reversed) ? $"For {meant} write '{reversed}', for" : "For";
        return $"'{id}' is {offset} all year, because its sign is reversed. {other} a place use the zone of its city";
    }
}
