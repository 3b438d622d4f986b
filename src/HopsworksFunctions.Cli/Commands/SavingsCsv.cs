using System.Globalization;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>A savings report for spreadsheets (RFC 4180): a line for each cluster, rule and day, and one for all.</summary>
internal static class SavingsCsv
{
    public static void Write(TextWriter output, SavingsReport report)
    {
        Line(output, ["by", "name", "id", "nodeHours", "vcpuHours", "listPriceUsd", "pricedShare", "spotNodeHours"]);
        foreach (var cluster in report.Clusters)
            Line(output, "cluster", cluster.Name, cluster.Id, cluster);
        foreach (var rule in report.Rules)
            Line(output, "rule", rule.Name, "", rule);
        foreach (var day in report.Days)
            Line(output, "day", day.Day, "", day);
        Line(output, "all", "", "", report);
    }

    private static void Line(TextWriter output, string by, string name, string id, SavingsFigures figures) => Line(output, [
        by, name, id, Number(figures.NodeHours), Number(figures.VcpuHours), Number(figures.ListPriceUsd),
        Share(figures.PricedShare), Number(figures.SpotNodeHours),
    ]);

    private static void Line(TextWriter output, IEnumerable<string> fields) =>
        output.Write(string.Join(',', fields.Select(Field)) + "\r\n");

    // A spreadsheet would take a field that begins like a formula for one, also after blanks, and with the signs of East Asian keyboards.
    private static string Field(string given)
    {
        var text = TextSanitizer.Escape(given);
        if (given is ['\t' or '\r' or '\n', ..]
            || text.AsSpan().TrimStart() is ['=' or '+' or '-' or '@' or '\uff1d' or '\uff0b' or '\uff0d' or '\uff20', ..])
            text = $"'{text}";
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static string Number(decimal? value) => value?.ToString("F2", CultureInfo.InvariantCulture) ?? "";

    private static string Share(decimal value) => value.ToString("F4", CultureInfo.InvariantCulture);
}
