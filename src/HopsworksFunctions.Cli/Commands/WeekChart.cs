using System.Globalization;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The week around an instant, drawn in the schedule's zone: a line for each day, two characters for each hour.</summary>
internal static class WeekChart
{
    private const int CellsADay = 48;
    private static readonly Duration Cell = Duration.FromMinutes(24 * 60 / CellsADay);

    public static void Write(IAnsiConsole console, Schedule schedule, Instant at, int next)
    {
        var state = schedule.At(at);
        var now = at.InZone(schedule.Zone);
        var word = state.IsUp ? "running" : "stopped";
        console.MarkupLineInterpolated($"Schedule [bold]'{schedule.Name}'[/] keeps clusters {word} {Text(now)} ({schedule.Zone.Id})");
        console.WriteLine($"{Since(state.Since)}, {Until(state.Until)}");
        foreach (var (member, until) in schedule.MembersUp(at))
            console.WriteLine($"Schedule '{member}' keeps them running {Until(until)}");
        console.WriteLine($"{"",16}{string.Concat(Enumerable.Range(0, 8).Select(i => $"{i * 3:00}    "))}24");
        var monday = now.Date.PlusDays(1 - (int)now.DayOfWeek);
        for (var day = 0; day < 7; day++)
            console.MarkupLine(Day(schedule, monday.PlusDays(day), now));
        foreach (var boundary in schedule.After(at).Take(next))
            console.MarkupLine($"Next {(boundary.Up ? "[green]start[/]" : "[yellow]stop[/]")} {Text(boundary.At.InZone(schedule.Zone))}");

        string Since(Instant? instant) => instant is { } i ? $"since {Text(i.InZone(schedule.Zone))}" : "for more than 400 days";
        string Until(Instant? instant) => instant is { } i ? $"until {Text(i.InZone(schedule.Zone))}" : "for more than five years to come";
    }

    private static string Day(Schedule schedule, LocalDate date, ZonedDateTime now)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{date:ddd uuuu-MM-dd}  ");
        var start = date.AtMidnight();
        for (var i = 0; i < CellsADay; i++)
        {
            var end = start.PlusTicks(Cell.BclCompatibleTicks);
            var here = now.LocalDateTime >= start && now.LocalDateTime < end;
            line += here ? $"[invert]{Sign(schedule, start)}[/]" : Sign(schedule, start);
            start = end;
        }
        return line;
    }

    /// <summary>
    /// Returns the sign of a cell: a blank if the clock skips it, and a shaded block if the state changes in it or its repetition.
    /// </summary>
    private static char Sign(Schedule schedule, LocalDateTime start)
    {
        var map = schedule.Zone.MapLocal(start);
        if (map.Count == 0)
            return ' ';
        var (first, last) = (map.First().ToInstant(), map.Last().ToInstant());
        var state = schedule.At(first);
        return state.Until < last + Cell ? '▒' : state.IsUp ? '█' : '·';
    }

    private static string Text(ZonedDateTime time) => time.ToString("ddd uuuu'-'MM'-'dd HH':'mm o<m>", CultureInfo.InvariantCulture);
}
