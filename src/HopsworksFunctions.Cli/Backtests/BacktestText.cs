using System.Globalization;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using NodaTime.Text;

namespace HopsworksFunctions.Cli.Backtests;

/// <summary>Writes a backtest for people: a table in the terminal, or Markdown for a pull request.</summary>
internal static class BacktestText
{
    private const int MostStops = 20;
    /// <summary>The hours of an average month, as in advice.</summary>
    private const double MonthHours = 730;

    private static readonly string[] Numbers =
        ["Was up", "Would be", "Nobody", "Unknown", "Busy stops", "By hand", "Warnings", "Workers"];

    private static readonly string[] Short = ["Was up", "Would be", "Nobody", "Unknown", "Busy", "Hand"];

    public static void Write(Backtest test, TextWriter output)
    {
        Prose.Write(output, Head(test));
        // Only these columns fit into 80 characters; the sentences give the other figures.
        var table = new TextTable(["Cluster", "Rule", .. TextColumn.Numbers(Short)]);
        foreach (var (name, row) in Rows(test))
            table.Add([name, row.Rule ?? "-", .. Cells(row).Take(Short.Length).Select(cell => new TextCell(cell))]);
        table.Write(output);
        foreach (var sentence in Sentences(test))
            Prose.Write(output, sentence);
        foreach (var stop in test.BusyStops.Take(MostStops))
            output.WriteLine($"  {StopText(stop)}");
        WriteMore(test, output);
        output.WriteLine();
        Prose.Write(output, "It assumes:");
        foreach (var assumption in test.Assumptions)
            Prose.Write(output, $"* {assumption}");
    }

    public static void WriteMarkdown(Backtest test, TextWriter output)
    {
        output.WriteLine($"### {Head(test)}\n");
        output.WriteLine($"| Cluster | Rule | {string.Join(" | ", Numbers)} |");
        output.WriteLine($"| --- | --- |{string.Concat(Numbers.Select(_ => " ---: |"))}");
        foreach (var (name, row) in Rows(test))
            output.WriteLine($"| {Cell(name)} | {Cell(row.Rule ?? "-")} | {string.Join(" | ", Cells(row))} |");
        output.WriteLine();
        foreach (var sentence in Sentences(test))
            output.WriteLine($"{sentence}\n");
        foreach (var stop in test.BusyStops.Take(MostStops))
            output.WriteLine($"* {Cell(StopText(stop))}");
        WriteMore(test, output);
        output.WriteLine("\n<details><summary>It assumes</summary>\n");
        foreach (var assumption in test.Assumptions)
            output.WriteLine($"* {assumption}");
        output.WriteLine("\n</details>");
    }

    private static void WriteMore(Backtest test, TextWriter output)
    {
        if (test.BusyStops.Count > MostStops)
            output.WriteLine($"  and {CountText.Of(test.BusyStops.Count - MostStops, "more stop")}");
    }

    private static string Head(Backtest test) =>
        $"{Path.GetFileName(test.Policies)}{(test.Advised is { } rule ? $" with the windows advised for '{rule}'" : "")} from "
        + $"{Day(test.From)} to {Day(test.To)} (UTC), beside "
        + (test.Against is { } against ? $"{Path.GetFileName(against)}" : "what happened");

    private static IEnumerable<(string Name, BacktestRow Row)> Rows(Backtest test) =>
        test.Clusters.Select(row => (row.Cluster!, row))
            .Concat(test.Rules.Count > 1 ? test.Rules.Select(row => ("All of the rule", row)) : [])
            .Append(("Total", test.Total));

    private static IEnumerable<string> Cells(BacktestRow row) =>
    [
        Hours(row.Was.Hours), Hours(row.Would.Hours), Hours(row.Nobody.Hours), Hours(row.UnknownHours),
        .. new[] { row.BusyStops, row.StartsByHand, row.Warnings, row.WorkersRestored }
            .Select(number => number.ToString(CultureInfo.InvariantCulture)),
    ];

    private static IEnumerable<string> Sentences(Backtest test)
    {
        var total = test.Total;
        yield return "Hours in which clusters were seen running: as it was, as it would be if people start what they need again, and if "
            + "nobody does. Unknown: hours of the second in which the cluster was down, so that nobody knows whether it was needed.";
        var (change, alone) = (total.Would.Hours - total.Was.Hours, total.Nobody.Hours - total.Was.Hours);
        var months = (test.To - test.From).TotalHours / MonthHours;
        yield return $"Up: {Change(change)} h, or {Change(alone)} h if nobody starts anything. {Hours(total.BusyHoursLost)} busy hours "
            + $"would then be lost. In a month of 730 hours: {Change(change / months)} h, or {Change(alone / months)} h.";
        yield return $"Starts by hand: {total.StartsByHand}. Warnings: {total.Warnings}. Worker nodes put back: "
            + $"{CountText.Of(total.WorkersRestored, "time")}.";
        if (total is { Was.Usd: { } was, Would.Usd: { } would, Nobody.Usd: { } nobody })
            yield return $"List price{(test.Prices is { } note ? $" ({note})" : "")}: {Usd(was)} USD as it was, {Usd(would)} as it would "
                + $"be, {Usd(nobody)} if nobody starts anything.";
        else
            yield return "No money, because not all machines have a price: --prices FILE.";
        yield return test.BusyStops.Count == 0
            ? "No cluster would be stopped while busy."
            : $"{CountText.Of(test.BusyStops.Count, "stop")} of a busy cluster:";
    }

    private static string StopText(BusyStop stop) =>
        $"{TextTable.Time(stop.At.ToDateTimeOffset())}  {stop.Cluster} ({stop.Reason}{(stop.Rule is { } rule ? $", rule {rule}" : "")})";

    private static string Day(NodaTime.Instant at) => LocalDatePattern.Iso.Format(at.InUtc().Date);

    private static string Cell(string text) => TextSanitizer.Escape(text).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Change(double hours) => hours.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);

    private static string Hours(double hours) => hours.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Usd(decimal usd) => usd.ToString("0.00", CultureInfo.InvariantCulture);
}
