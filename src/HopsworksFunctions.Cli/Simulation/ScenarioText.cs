using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>Reads objects, instants and durations.</summary>
internal static class ScenarioText
{
    private static readonly Instant Earliest = NodaTime.Instant.FromUtc(1970, 1, 1, 0, 0);
    private static readonly Duration Furthest = NodaTime.Duration.FromDays(366);
    private static readonly Instant Latest = NodaTime.Instant.FromUtc(2200, 1, 1, 0, 0);

    /// <summary>Reads an object and reports its unknown fields.</summary>
    public static T Object<T>(JsonNode node, List<Problem> problems, Func<ObjectReader, T> read)
    {
        var reader = new ObjectReader(node, problems);
        var value = read(reader);
        reader.RejectUnknownMembers();
        return value;
    }

    public static Instant? Instant(ObjectReader reader, string member) =>
        reader.Any(member) is { } node ? Instant(reader, node) : null;

    /// <summary>Reads an instant in UTC, with <c>Z</c>, from 1970 to 2199.</summary>
    private static Instant? Instant(ObjectReader reader, JsonNode node) => reader.Read<Instant?>(
        node,
        "an instant such as 2026-06-01T16:50:00Z",
        text => InstantPattern.ExtendedIso.Parse(text) is { Success: true, Value: var at } && at >= Earliest && at < Latest
            ? (at, null)
            : (null, $"'{text}' is not an instant in UTC from 1970 to 2199, such as 2026-06-01T16:50:00Z"));

    /// <summary>Reads a duration, which may be negative, of at most a year.</summary>
    public static Duration? Offset(ObjectReader reader, string member, string example) =>
        reader.Any(member) is not { } node ? null : reader.Read<Duration?>(
            node, $"a duration such as '{example}' or '-{example}'",
            text => DurationText.Parse(text.StartsWith('-') ? text[1..] : text) is not { } d
                ? (null, $"'{text}' is not a duration; write it like '{example}' or '-{example}'")
                : d > Furthest ? (null, $"'{text}' is more than 366 days") : (text.StartsWith('-') ? -d : d, null));

    public static Duration? Duration(ObjectReader reader, string member, string example) =>
        reader.Any(member) is not { } node ? null : reader.Read<Duration?>(
            node, $"a duration such as '{example}'",
            text => DurationText.Parse(text) is { } d ? (d, null) : (null, $"'{text}' is not a duration; write it like '{example}'"));
}
