using HopsworksFunctions.Policies.Schedules;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Cli.Schedules;

/// <summary>A schedule's answer at an instant as a line of JSON, all times in UTC; null where no boundary lies within 400 days.</summary>
internal static class ScheduleLine
{
    /// <param name="next">How many of the next boundaries to add; null for none, without the member.</param>
    public static void Write(TextWriter lines, Schedule schedule, Instant at, int? next) => JsonLine.Write(lines, json =>
    {
        var state = schedule.At(at);
        json.WriteString("at", Text(at));
        json.WriteString("desired", Word(state.IsUp));
        json.WriteString("since", Text(state.Since));
        json.WriteString("until", Text(state.Until));
        if (next is not { } count)
            return;
        json.WriteStartArray("next");
        foreach (var boundary in schedule.After(at).Take(count))
        {
            json.WriteStartObject();
            json.WriteString("at", Text(boundary.At));
            json.WriteString("to", Word(boundary.Up));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static string Word(bool up) => up ? "up" : "down";

    private static string? Text(Instant? instant) => instant is { } at ? InstantPattern.ExtendedIso.Format(at) : null;
}
