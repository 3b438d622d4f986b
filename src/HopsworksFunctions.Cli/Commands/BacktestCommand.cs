using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksFunctions.Cli.Backtests;
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
        var options = new BacktestOptions();
        var command = new Command("backtest", "Show what policies would have done with what happened to a deployed app's clusters.");
        options.AddTo(command);
        command.SetAction((arguments, cancellationToken) => RunAsync(options, arguments, connect, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        BacktestOptions options, ParseResult arguments, Func<AppChoice, DeployedApp> connect, CancellationToken cancellationToken)
    {
        var console = arguments.InvocationConfiguration;
        var (settings, choice) = (arguments.Settings(options.Policies), options.App.Of(arguments));
        var file = settings.PolicySource;
        var table = await PriceFile.ReadAsync(
            arguments.GetValue(options.Prices) ?? PriceFile.OfRun(settings, choice), Path.GetDirectoryName(Path.GetFullPath(file))!,
            console.Error, cancellationToken);
        using var app = connect(choice);
        var query = DeployedCommand.Query(("from", arguments.GetValue(options.From)), ("to", arguments.GetValue(options.To)));
        var history = await app.GetAsync<FleetHistory>($"history{query}", cancellationToken);
        if (history.Clusters is [])
            throw new CliException($"No cluster was observed in this period. {AdviceText.HowToMeasure}");
        var (rule, against) = (arguments.GetValue(options.Advised), arguments.GetValue(options.Against));
        var content = rule is null ? null : await AdvisedAsync(app, file, rule, cancellationToken);
        var test = await PlayAsync(
            history, table, console.Error, tester => tester.RunAsync(file, against, cancellationToken, content), cancellationToken);
        test = test with { Advised = rule };
        if (arguments.GetValue(options.Json))
            await console.Output.WriteLineAsync(JsonLine.Visible(JsonSerializer.Serialize(test, HttpJson.Options)));
        else if (arguments.GetValue(options.Markdown))
            BacktestText.WriteMarkdown(test, console.Output);
        else
            BacktestText.Write(test, console.Output);
        return ExitCodes.Done;
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
