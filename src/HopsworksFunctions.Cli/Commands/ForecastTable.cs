using System.Globalization;
using HopsworksFunctions.Core.Reports.Forecasts;
using NodaTime;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>A forecast for people.</summary>
internal static class ForecastTable
{
    public static void Write(TextWriter output, Forecast forecast)
    {
        var console = Terminal.On(output);
        var label = forecast.PriceNote is { } note ? $"{forecast.Label}; {note}" : forecast.Label;
        Prose.Write(console, $" of {Month(forecast.From, forecast, "MMMM uuuu")} ({forecast.Zone}): {label}", new("Forecast", "bold"));
        var (last, month) = (Month(forecast.LastFrom, forecast, "MMM"), Month(forecast.From, forecast, "MMM"));
        var table = new TextTable([
            "", .. TextColumn.Numbers(
                $"{last} hours", $"{last} USD", $"{last} saved", $"{month} hours", $"{month} USD", $"{month} saved"),
        ]);
        Rows(table, "Cluster", [.. forecast.Clusters.Select(cluster => (cluster.Name, (ForecastFigures)cluster))]);
        Rows(table, "Rule", [.. forecast.Rules.Select(rule => (rule.Name ?? "(no rule)", (ForecastFigures)rule))]);
        table.Add([new("All", "bold"), .. Cells(forecast.LastMonth), .. Cells(forecast.ThisMonth)]);
        table.Add(["  so far", "", "", "", .. Cells(forecast.SoFar)]);
        table.Add(["  forecast", "", "", "", .. Cells(forecast.Rest)]);
        table.Write(console);
        foreach (var assumption in forecast.Assumptions)
            Prose.Write(console, $"* {assumption}", style: "dim");
    }

    private static void Rows(TextTable table, string heading, IReadOnlyList<(string Name, ForecastFigures Figures)> rows)
    {
        if (rows.Count > 0)
            table.Add([new(heading, "bold"), "", "", "", "", "", ""]);
        foreach (var (name, figures) in rows)
            table.Add([$"  {name}", .. Cells(figures.LastMonth), .. Cells(figures.ThisMonth)]);
    }

    /// <summary>Returns cells for the hours up, their cost, and the savings.</summary>
    private static TextCell[] Cells(ForecastPart? part) =>
        [Number(part?.HoursUp, "N1"), Number(part?.CostUsd, "N2"), Number(part?.SavedUsd, "N2")];

    private static string Number(decimal? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "?";

    private static string Month(Instant start, Forecast forecast, string format) =>
        start.InZone(DateTimeZoneProviders.Tzdb[forecast.Zone]).Date.ToString(format, CultureInfo.InvariantCulture);
}
