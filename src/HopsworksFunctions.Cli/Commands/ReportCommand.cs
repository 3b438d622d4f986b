using System.CommandLine;
using System.Text.Json;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Core.Json;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>
/// <c>report</c>: shows the savings of the policies, or a forecast of this month, from a deployed app or the local state of <c>run</c>.
/// </summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var from = ValueOptions.TimeOrDate("--from", "First day (UTC), such as 2026-06-01, or a time. Default: the first of this month.");
        var to = ValueOptions.TimeOrDate("--to", "First day (UTC) not included, or a time. Default: now.");
        var forecast = new Option<bool>("--forecast")
        {
            Description = "Show this month to its end (UTC) by the policies as they are, beside last month: hours up, cost and savings.",
        };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var csv = new Option<bool>("--csv") { Description = "Print comma-separated values: clusters, rules, days, and all." };
        var command = new Command(
            "report",
            $"Show what the policies saved. Reads the app at --url or {AppAddress.UrlVariable}, otherwise the local state of 'hops run'.")
        {
            from, to, forecast, json, csv,
        };
        var appOptions = new AppOptions();
        appOptions.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(csv))
                result.AddError("Use either --json or --csv.");
            if (result.GetValue(forecast) && (result.GetResult(from) ?? result.GetResult(to)) is not null)
                result.AddError("Use --forecast without --from and --to: it shows this month and the one before.");
        });
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var (choice, output) = (appOptions.Of(arguments), arguments.InvocationConfiguration.Output);
            var format = arguments.GetValue(json) ? Format.Json : arguments.GetValue(csv) ? Format.Csv : Format.Table;
            if (arguments.GetValue(forecast))
                Write(await ReportSource.ForecastAsync(choice, cancellationToken), format, output, ForecastCsv.Write, ForecastTable.Write);
            else
                Write(
                    await ReportSource.SavingsAsync(choice, arguments.GetValue(from), arguments.GetValue(to), cancellationToken),
                    format, output, SavingsCsv.Write, (console, its) => SavingsTable.Write(Terminal.On(console), its));
            return 0;
        });
        return command;
    }

    private static void Write<T>(
        T report, Format format, TextWriter output, Action<TextWriter, T> writeCsv, Action<TextWriter, T> writeTable)
    {
        if (format == Format.Json)
            output.WriteLine(JsonSerializer.Serialize(report, HttpJson.Options));
        else
            (format == Format.Csv ? writeCsv : writeTable)(output, report);
    }

    private enum Format
    {
        Table,
        Json,
        Csv,
    }
}
