using System.CommandLine;
using System.Text.Json;
using HopsworksFunctions.Cli.Backtests;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.Reports.Savings;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>backtest</c>: what policies would have done with what happened.</summary>
internal static class BacktestCommand
{
    public static Command Create(Func<AppChoice, DeployedApp> connect)
    {
        var policies = PolicyOption.Create();
        var against = new Option<string?>("--against")
        {
            Description = "Policy file to compare with, instead of with what happened.", HelpName = "FILE",
        };
        var from = ValueOptions.TimeOrDate("--from", "Start, inclusive: a time or date (UTC). Default: 28 days ago.");
        var to = ValueOptions.TimeOrDate("--to", "End, exclusive.");
        var prices = new Option<string?>("--prices")
        {
            Description = "Price table, to show money (prices.json beside the policies).", HelpName = "FILE",
        };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var markdown = new Option<bool>("--markdown") { Description = "Print the result as Markdown, for a pull request." };
        var command = new Command("backtest", "Show what policies would have done with what happened to a deployed app's clusters.")
        {
            policies, against, from, to, prices, json, markdown,
        };
        var appOptions = new AppOptions();
        appOptions.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(markdown))
                result.AddError("Use either --json or --markdown.");
        });
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var console = arguments.InvocationConfiguration;
            var file = arguments.Settings(policies).PolicySource;
            var table = await PriceFile.ReadAsync(
                arguments.GetValue(prices), Path.GetDirectoryName(Path.GetFullPath(file))!, console.Error, cancellationToken);
            using var app = connect(appOptions.Of(arguments));
            var query = DeployedCommand.Query(("from", arguments.GetValue(from)), ("to", arguments.GetValue(to)));
            var history = (await app.GetAsync($"history{query}", cancellationToken)).Deserialize<FleetHistory>(HttpJson.Options)!;
            if (history.Clusters is [])
                throw new CliException($"No cluster was observed in this period. {AdviceText.HowToMeasure}");
            var test = await PlayAsync(history, table, file, arguments.GetValue(against), console.Error, cancellationToken);
            if (arguments.GetValue(json))
                await console.Output.WriteLineAsync(JsonLine.Visible(JsonSerializer.Serialize(test, HttpJson.Options)));
            else if (arguments.GetValue(markdown))
                BacktestText.WriteMarkdown(test, console.Output);
            else
                BacktestText.Write(test, console.Output);
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<Backtest> PlayAsync(
        FleetHistory history, PriceTable? prices, string policies, string? against, TextWriter errors, CancellationToken cancellationToken)
    {
        var progress = new SimulationProgress(history.From, history.To);
        var tester = new Backtester(history, prices, progress.Report);
        var bar = Terminal.IsTerminal(errors) ? Terminal.On(errors) : null;
        try
        {
            return await progress.WatchAsync(Task.Run(() => tester.RunAsync(policies, against, cancellationToken), cancellationToken), bar);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new CliException("The backtest was cancelled.", exitCode: ExitCodes.Cancelled);
        }
    }
}
