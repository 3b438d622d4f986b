using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Reads fields with durations of at most 366 days.</summary>
internal static class Durations
{
    private static readonly Duration Max = Duration.FromDays(366);

    public static Duration? Any(ObjectReader reader, string member) => Read(reader, member, Duration.Zero);

    public static Duration? Positive(ObjectReader reader, string member) => Read(reader, member, Duration.FromSeconds(1));

    private static Duration? Read(ObjectReader reader, string member, Duration least)
    {
        if (reader.Any(member) is not { } node)
            return null;
        return reader.Read<Duration?>(node, "a duration such as '45m', '1h30m' or '2d'", text => DurationText.Parse(text) switch
        {
            null => (null, $"'{text}' is not a duration; write it like '45m', '1h30m' or '2d'"),
            { } d when d < least => (null, $"'{member}' must be longer than nothing"),
            { } d when d > Max => (null, $"'{text}' is longer than 366 days"),
            { } d => (d, null),
        });
    }
}
