using HopsworksFunctions.Core.Reports.Forecasts;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>A forecast for spreadsheets: up to four lines for each cluster, each rule, and the total.</summary>
internal static class ForecastCsv
{
    public static void Write(TextWriter output, Forecast forecast)
    {
        CsvLine.Write(output, [
            "by", "name", "id", "basis", "of", "hoursUp", "hoursUnknown", "costUsd", "savedNodeHours", "savedUsd",
        ]);
        foreach (var cluster in forecast.Clusters)
            Lines(output, ["cluster", cluster.Name, cluster.Id, CamelCase.Of(cluster.Basis)], cluster);
        foreach (var rule in forecast.Rules)
            Lines(output, ["rule", rule.Name ?? "", "", ""], rule);
        Lines(output, ["all", "", "", ""], forecast);
    }

    private static void Lines(TextWriter output, string[] subject, ForecastFigures figures)
    {
        Line("lastMonth", figures.LastMonth);
        Line("soFar", figures.SoFar);
        if (figures is not { Rest: { } rest, ThisMonth: { } whole })
            return;
        Line("rest", rest);
        Line("thisMonth", whole);

        void Line(string of, ForecastPart part) => CsvLine.Write(output, [
            .. subject, of, CsvLine.Number(part.HoursUp), CsvLine.Number(part.HoursUnknown), CsvLine.Number(part.CostUsd),
            CsvLine.Number(part.SavedNodeHours), CsvLine.Number(part.SavedUsd),
        ]);
    }
}
