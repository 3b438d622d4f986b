using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using NodaTime;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>An output of the events, a timeline for each cluster, and the totals.</summary>
internal sealed class TimelineOutput(IAnsiConsole console, Instant start, Instant end) : ISimulationOutput
{
    // This is the indentation of a table below a cluster's name.
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

    public void Write(Instant at, Notice notice)
    {
        var end = !notice.Over ? "" : notice.Kind == EventKind.Warn ? " cancelled" : " resolved";
        Add(at, notice.Over ? "green" : "yellow", $"{notice.Kind}{end}: {notice.Message}");
    }

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

    /// <param name="saved">The savings of the stops; null without prices.</param>
    public void Write(SimulationTotals totals, SavingsReport? saved)
    {
        console.WriteLine($"From {TotalsText.Minute(start)} to {TotalsText.Minute(end)} (UTC)");
        foreach (var line in events)
            console.MarkupLine(line);
        if (more > 0)
            console.MarkupLine($"[grey]and {more} more; --json shows all[/]");
        string[] numbers = ["Running", "Stopped", "Stops", "Starts", .. saved is null ? [] : new[] { "Saved USD" }];
        var table = new TextTable(["Cluster", .. TextColumn.Numbers(numbers)], "Timeline");
        var money = saved?.Clusters.ToDictionary(cluster => cluster.Id, cluster => cluster.ListPriceUsd);
        foreach (var (id, row) in rows)
        {
            var cluster = totals.Clusters[id];
            TextCell[] cells =
            [
                row.Name, TotalsText.Hours(cluster.Up.TotalHours), TotalsText.Hours(cluster.Down.TotalHours), $"{cluster.Stops}",
                $"{cluster.Starts}", .. money is null ? [] : new TextCell[] { TotalsText.Number(money.GetValueOrDefault(id, 0)) },
            ];
            table.Add(cells, new string(Filled(row.Cells)));
        }
        table.Write(console);
        console.MarkupLine("[grey]█ running   ▒ in transition   · stopped   ! error[/]");
        foreach (var sentence in TotalsText.Of(totals, saved))
            Prose.Write(console, sentence);
    }

    private void Add(Instant at, string colour, string what)
    {
        if (events.Count < MaxLines)
            events.Add($"[grey]{TotalsText.Minute(at)}[/]  [{colour}]{Terminal.Plain(what)}[/]");
        else
            more++;
    }

    /// <summary>Fills columns without a tick with the state before.</summary>
    private static char[] Filled(char[] cells)
    {
        for (var i = 1; i < cells.Length; i++)
        {
            if (cells[i] == ' ')
                cells[i] = cells[i - 1];
        }
        return cells;
    }
}
