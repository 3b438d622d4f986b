using System.Globalization;
using HopsworksFunctions.Core.Reports.Savings;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>A savings report for people.</summary>
internal static class SavingsTable
{
    public static void Write(IAnsiConsole console, SavingsReport report)
    {
        var label = report.PriceNote is { } note ? $"{report.Label}; {note}" : report.Label;
        var times = $"from {TextTable.Minute(report.From)} to {TextTable.Minute(report.CountedUntil)}";
        Prose.Write(console, $" {times}: {label}", new("Saved", "bold"));
        var table = new TextTable(["", .. TextColumn.Numbers("Node-hours", "vCPU-hours", "USD", "Priced")]);
        Rows(table, "Cluster", [.. report.Clusters.Select(c => (c.Name, (SavingsFigures)c))]);
        Rows(table, "Rule", [.. report.Rules.Select(r => (r.Name, (SavingsFigures)r))]);
        Rows(table, "Day", [.. report.Days.Select(d => (d.Day, (SavingsFigures)d))]);
        Row(table, new("All", "bold"), report);
        table.Write(console);
        foreach (var assumption in report.Assumptions)
            Prose.Write(console, $"* {assumption}", style: "dim");
    }

    private static void Rows(TextTable table, string heading, IReadOnlyList<(string Name, SavingsFigures Figures)> rows)
    {
        if (rows.Count > 0)
            table.Add([new(heading, "bold"), "", "", "", ""]);
        foreach (var (name, figures) in rows)
            Row(table, $"  {name}", figures);
    }

    private static void Row(TextTable table, TextCell name, SavingsFigures figures) => table.Add(
        [
            name, Number(figures.NodeHours), Number(figures.VcpuHours), Number(figures.ListPriceUsd),
            figures.PricedShare.ToString("P0", CultureInfo.InvariantCulture),
        ]);

    private static string Number(decimal? value) => value?.ToString("N2", CultureInfo.InvariantCulture) ?? "?";
}
