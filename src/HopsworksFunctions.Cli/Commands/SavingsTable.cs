using System.Globalization;
using HopsworksFunctions.Core.Reports.Savings;
using NodaTime;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>A savings report for people.</summary>
internal static class SavingsTable
{
    public static void Write(IAnsiConsole console, SavingsReport report)
    {
        var label = report.PriceNote is { } note ? $"{report.Label}; {note}" : report.Label;
        console.MarkupLineInterpolated($"[bold]Saved[/] from {Minute(report.From)} to {Minute(report.CountedUntil)}: {label}");
        var table = new Table().Border(TableBorder.Simple).AddColumn("");
        foreach (var column in (string[])["Node-hours", "vCPU-hours", "USD", "Priced"])
            table.AddColumn(new TableColumn(column) { Alignment = Justify.Right, NoWrap = true });
        Rows(table, "Cluster", report.Clusters.Select(c => (c.Name, (SavingsFigures)c)));
        Rows(table, "Rule", report.Rules.Select(r => (r.Name, (SavingsFigures)r)));
        Rows(table, "Day", report.Days.Select(d => (d.Day, (SavingsFigures)d)));
        Row(table, "[bold]All[/]", report);
        console.Write(table);
        foreach (var assumption in report.Assumptions)
            console.MarkupLine($"[dim]* {Terminal.Plain(assumption)}[/]");
    }

    private static void Rows(Table table, string heading, IEnumerable<(string Name, SavingsFigures Figures)> rows)
    {
        var before = table.Rows.Count;
        foreach (var (name, figures) in rows)
        {
            if (table.Rows.Count == before)
                table.AddRow($"[bold]{heading}[/]", "", "", "", "");
            Row(table, $"  {Terminal.Plain(name)}", figures);
        }
    }

    private static void Row(Table table, string name, SavingsFigures figures) => table.AddRow(
        name, Number(figures.NodeHours), Number(figures.VcpuHours), Number(figures.ListPriceUsd),
        figures.PricedShare.ToString("P0", CultureInfo.InvariantCulture));

    private static string Number(decimal? value) => value?.ToString("N2", CultureInfo.InvariantCulture) ?? "?";

    private static string Minute(Instant instant) => instant.ToString("uuuu-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
