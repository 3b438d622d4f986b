using HopsworksFunctions.Policies.Schedules;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>
/// The state of a schedule at an instant as a line of JSON, in UTC. A boundary is null if there is none within 400 days before or five
/// years after.
/// </summary>
internal static class ScheduleLine
{
    /// <param name="next">The number of next boundaries to add; null leaves the field out.</param>
    public static void Write(TextWriter lines, Schedule schedule, Instant at, int? next)
    {
        var state = schedule.At(at);
        var (desired, since, until) = (Word(state.IsUp), Text(state.Since), Text(state.Until));
        if (next is { } count)
        {
            var boundaries = schedule.After(at).Take(count).Select(boundary => new { At = Text(boundary.At), To = Word(boundary.Up) });
            JsonLine.Write(lines, new { At = Text(at), desired, since, until, Next = boundaries });
        }
        else
        {
            JsonLine.Write(lines, new { At = Text(at), desired, since, until });
        }
    }

    private static string Word(bool up) => up ? "up" : "down";

    private static string? Text(Instant? instant) => instant is { } at ? InstantPattern.ExtendedIso.Format(at) : null;
}
