using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Reads fields with durations of at most 366 days.</summary>
internal static class Durations
{
    private static readonly Duration Max = Duration.FromDays(366);

    public static Duration? Any(ObjectReader reader, string member) => Read(reader, member, Duration.Zero);

    public static Duration? Positive(ObjectReader reader, string member) => Read(reader, member, Duration.FromSeconds(1));

    /// <summary>Reads a duration or <c>auto</c>.</summary>
    public static StartAhead? StartAhead(ObjectReader reader)
    {
        const string Member = "startAhead";
        if (reader.Any(Member) is not { } node)
            return null;
        return reader.Read<StartAhead?>(node, "a duration or \"auto\"", text =>
        {
            if (text == "auto")
                return (new(null), null);
            var (time, wrong) = Read(text, Member, Duration.FromSeconds(1), $"'{Member}' must be a duration or \"auto\", got '{text}'");
            return (new(time), time > Policies.StartAhead.Max ? $"'{Member}' is too long: the maximum is 1 day" : wrong);
        });
    }

    /// <summary>Reads a duration or a time of day.</summary>
    public static ManualHold ManualHold(ObjectReader reader, ManualHold otherwise)
    {
        const string Member = "manualHold";
        if (reader.Any(Member) is not { } node)
            return otherwise;
        return reader.Read<ManualHold?>(node, "a duration or a time of day such as \"22:00\"", text =>
        {
            if (ManualHoldText.Time(text) is { } time)
                return (otherwise with { Until = time }, null);
            var (length, wrong) = Read(
                text, Member, Duration.Zero, $"'{Member}' must be a duration or a time of day such as \"22:00\", got '{text}'");
            return (otherwise with { Length = length ?? default, Until = null }, wrong);
        }) ?? otherwise;
    }

    private static Duration? Read(ObjectReader reader, string member, Duration least) => reader.Any(member) is { } node
        ? reader.Read<Duration?>(node, "a duration such as 45m, 1h30m or 2d", text =>
            Read(text, member, least, $"'{text}' is not a duration. Write 45m, 1h30m or 2d"))
        : null;

    private static (Duration? Value, string? Wrong) Read(string text, string member, Duration least, string otherwise) =>
        DurationText.Parse(text) switch
        {
            null => (null, otherwise),
            { } d when d < least => (null, $"'{member}' must be longer than 0"),
            { } d when d > Max => (null, $"'{text}' is too long: the maximum is 366 days"),
            { } d => (d, null),
        };
}
