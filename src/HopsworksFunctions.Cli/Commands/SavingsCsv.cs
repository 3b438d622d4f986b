using System.Globalization;
using HopsworksFunctions.Core.Reports.Savings;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>A savings report for spreadsheets: a line for each cluster, rule and day, and one for the total.</summary>
internal static class SavingsCsv
{
    public static void Write(TextWriter output, SavingsReport report)
    {
        CsvLine.Write(output, ["by", "name", "id", "nodeHours", "vcpuHours", "listPriceUsd", "pricedShare", "spotNodeHours"]);
        foreach (var cluster in report.Clusters)
            Line(output, "cluster", cluster.Name, cluster.Id, cluster);
        foreach (var rule in report.Rules)
            Line(output, "rule", rule.Name, "", rule);
        foreach (var day in report.Days)
            Line(output, "day", day.Day, "", day);
        Line(output, "all", "", "", report);
    }

    private static void Line(TextWriter output, string by, string name, string id, SavingsFigures figures) => CsvLine.Write(output, [
        by, name, id, CsvLine.Number(figures.NodeHours), CsvLine.Number(figures.VcpuHours), CsvLine.Number(figures.ListPriceUsd),
        figures.PricedShare.ToString("F4", CultureInfo.InvariantCulture), CsvLine.Number(figures.SpotNodeHours),
    ]);
}
