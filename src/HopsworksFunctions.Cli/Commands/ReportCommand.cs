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
            if (arguments.GetValue(forecast))
            {
                Write(await ReportSource.ForecastAsync(choice, cancellationToken), ForecastCsv.Write, ForecastTable.Write);
                return 0;
            }
            var report = await ReportSource.SavingsAsync(choice, arguments.GetValue(from), arguments.GetValue(to), cancellationToken);
            Write(report, SavingsCsv.Write, (console, its) => SavingsTable.Write(Terminal.On(console), its));
            return 0;

            void Write<T>(T its, Action<TextWriter, T> writeCsv, Action<TextWriter, T> writeTable)
            {
                if (arguments.GetValue(json))
                    output.WriteLine(JsonSerializer.Serialize(its, HttpJson.Options));
                else
                    (arguments.GetValue(csv) ? writeCsv : writeTable)(output, its);
            }
        });
        return command;
    }
}
