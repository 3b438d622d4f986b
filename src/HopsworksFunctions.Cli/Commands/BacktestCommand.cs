using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksFunctions.Cli.Backtests;
using HopsworksFunctions.Cli.Completion;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Advice;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.Reports.Savings;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>backtest</c>: a replay of the history under policies, and its differences from the original.</summary>
internal static class BacktestCommand
{
    public static Command Create(Func<AppChoice, DeployedApp> connect)
    {
        var policies = PolicyOption.Create();
        var other = new Option<string?>("--against")
        {
            Description = "Policy file to compare with, instead of with what happened.", HelpName = "FILE",
        };
        var advised = new Option<string?>("--advised")
        {
            Description = "Put the windows that 'hops advise --rule RULE' gives into the policies first. The file stays as it is.",
            HelpName = "RULE",
        };
        advised.CompletionSources.Add(KnownNames.Rules);
        var from = ValueOptions.TimeOrDate("--from", "Start, inclusive: a time or date (UTC). Default: 28 days ago.");
        var to = ValueOptions.TimeOrDate("--to", "End, exclusive.");
        var prices = new Option<string?>("--prices")
        {
            Description = "Price table, to show money (prices.json beside the policies, or that of 'hops run').", HelpName = "FILE",
        };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var markdown = new Option<bool>("--markdown") { Description = "Print the result as Markdown, for a pull request." };
        var command = new Command("backtest", "Show what policies would have done with what happened to a deployed app's clusters.")
        {
            policies, other, advised, from, to, prices, json, markdown,
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
            var (settings, choice) = (arguments.Settings(policies), appOptions.Of(arguments));
            var file = settings.PolicySource;
            var table = await PriceFile.ReadAsync(
                arguments.GetValue(prices) ?? PriceFile.OfRun(settings, choice), Path.GetDirectoryName(Path.GetFullPath(file))!,
                console.Error, cancellationToken);
            using var app = connect(choice);
            var query = DeployedCommand.Query(("from", arguments.GetValue(from)), ("to", arguments.GetValue(to)));
            var history = await app.GetAsync<FleetHistory>($"history{query}", cancellationToken);
            if (history.Clusters is [])
                throw new CliException($"No cluster was observed in this period. {AdviceText.HowToMeasure}");
            var (rule, against) = (arguments.GetValue(advised), arguments.GetValue(other));
            var content = rule is null ? null : await AdvisedAsync(app, file, rule, cancellationToken);
            var test = await PlayAsync(
                history, table, console.Error, tester => tester.RunAsync(file, against, cancellationToken, content), cancellationToken);
            test = test with { Advised = rule };
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

    private static async Task<JsonObject> AdvisedAsync(DeployedApp app, string file, string rule, CancellationToken cancellationToken)
    {
        var advice = await app.GetAsync<FleetAdvice>($"advice{DeployedCommand.Query(("rule", rule))}", cancellationToken);
        var (text, _) = await InputFile.ReadAsync(file, cancellationToken);
        return AdvisedPolicies.Of(file, text, rule, advice.Rules);
    }

    private static async Task<Backtest> PlayAsync(
        FleetHistory history, PriceTable? prices, TextWriter errors,
        Func<Backtester, Task<Backtest>> play, CancellationToken cancellationToken)
    {
        var progress = new SimulationProgress(history.From, history.To);
        var tester = new Backtester(history, prices, progress.Report);
        var bar = Terminal.IsTerminal(errors) ? Terminal.On(errors) : null;
        try
        {
            return await progress.WatchAsync(Task.Run(() => play(tester), cancellationToken), bar);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new CliException("The backtest was cancelled.", exitCode: ExitCodes.Cancelled);
        }
    }
}
