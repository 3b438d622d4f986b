using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.Runs;
using NodaTime;
using NodaTime.Text;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>Writes the events, a timeline per cluster, and the totals.</summary>
internal sealed class TimelineOutput(IAnsiConsole console, Instant start, Instant end) : ISimulationOutput
{
    // Below the cluster's name, where a table indents.
    private const int Indent = 8;
    private const int MaxLines = 200;

    private readonly int width = Math.Clamp(console.Profile.Width - Indent, 20, 120);
    private readonly SortedDictionary<string, (string Name, char[] Cells)> rows = new(StringComparer.Ordinal);
    private readonly List<string> events = [];
    private int more;

    public void Write(SimulatedCall call)
    {
        var (colour, failed) = call.Accepted ? ("green", "") : ("red", " failed");
        Add(call.At, colour, $"{call.Call} {call.Cluster} ({call.Reason}, rule {call.Rule}){failed}");
    }

    public void Write(Instant at, Notice notice) =>
        Add(at, notice.Over ? "green" : "yellow", $"{notice.Kind}{(notice.Over ? " over" : "")}: {notice.Message}");

    public void Refused(Instant at, string message) => Add(at, "red", message);

    public void Seen(Instant at, EmulatedControlPlane controlPlane)
    {
        var column = end == start ? 0 : (int)Math.Min(width - 1, (at - start) / (end - start) * width);
        foreach (var cluster in controlPlane.List())
        {
            if (!rows.TryGetValue(cluster.Id, out var row))
                rows[cluster.Id] = row = (cluster.Name, new string(' ', width).ToCharArray());
            row.Cells[column] = cluster.State switch
            {
                ClusterStates.Running => '█',
                ClusterStates.Stopped or ClusterStates.ExternallyStopped => '·',
                ClusterStates.Error => '!',
                _ => '▒',
            };
        }
    }

    public void Write(SimulationTotals totals)
    {
        foreach (var line in events)
            console.MarkupLine(line);
        if (more > 0)
            console.MarkupLine($"[grey]and {more} more; --json shows all[/]");
        console.WriteLine($"From {Text(start)} to {Text(end)} UTC");
        var table = new TextTable(["Cluster", .. TextColumn.Numbers("Up", "Down", "Stops", "Starts")], "Timeline");
        foreach (var (id, row) in rows)
        {
            var cluster = totals.Clusters[id];
            table.Add(
                [row.Name, Hours(cluster.Up.TotalHours), Hours(cluster.Down.TotalHours), $"{cluster.Stops}", $"{cluster.Starts}"],
                new string(Filled(row.Cells)));
        }
        table.Write(console);
        console.MarkupLine("[grey]█ running   ▒ in transition   · stopped   ! error[/]");
        console.WriteLine(
            $"In all: {Hours(totals.HoursUp)} up, {Hours(totals.HoursDown)} down, {totals.Stops} stops, {totals.Starts} starts.");
    }

    private void Add(Instant at, string colour, string what)
    {
        if (events.Count < MaxLines)
            events.Add($"[grey]{Text(at)}[/]  [{colour}]{Terminal.Plain(what)}[/]");
        else
            more++;
    }

    /// <summary>Fills the columns without a tick with what was before.</summary>
    private static char[] Filled(char[] cells)
    {
        for (var i = 1; i < cells.Length; i++)
        {
            if (cells[i] == ' ')
                cells[i] = cells[i - 1];
        }
        return cells;
    }

    private static string Hours(double hours) => $"{hours:0.#} h";

    private static string Text(Instant at) => InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm").Format(at);
}
