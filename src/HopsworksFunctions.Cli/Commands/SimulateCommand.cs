using System.CommandLine;
using HopsworksFunctions.Cli.Simulation;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>simulate</c>: plays policies against simulated clusters on a virtual clock.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var scenario = new Argument<string?>("SCENARIO")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "A scenario file (docs/simulate.md shows one); - reads standard input.",
        };
        var json = new Option<bool>("--json") { Description = "One JSON object a line instead of a timeline." };
        var prices = new Option<string?>("--prices")
        {
            Description = "Price table, to show what the stops save (prices.json beside the policies).", HelpName = "FILE",
        };
        var fromFleet = new Option<bool>("--from-fleet")
        {
            Description = "Print a scenario of the clusters that there are now, for the coming week, instead of playing one.",
        };
        var policies = PolicyOption.Create();
        var account = AccountOption.Create();
        var command = new Command("simulate", "Play a scenario: policies, clusters and what happens to them, on a virtual clock.")
        {
            scenario, json, prices, fromFleet, policies, account,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(fromFleet) == (result.GetResult(scenario)?.Tokens.Count > 0))
                result.AddError("Use either SCENARIO or --from-fleet.");
            else if (!result.GetValue(fromFleet) && result.GetResult(policies) is not null)
                result.AddError("--policies requires --from-fleet. A scenario names its own policies.");
            else if (!result.GetValue(fromFleet) && result.GetResult(account) is not null)
                result.AddError("--account requires --from-fleet. A scenario has its own clusters.");
            else if (result.GetValue(fromFleet) && (result.GetValue(json) || result.GetResult(prices) is not null))
                result.AddError("--json and --prices require SCENARIO.");
        });
        command.SetAction((arguments, cancellationToken) => arguments.GetValue(scenario) is not { } path
            ? FleetScenarioOutput.WriteAsync(
                arguments.Settings(policies, account), arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error,
                cancellationToken)
            : ExecuteAsync(path, arguments.GetValue(prices), arguments.GetValue(json), arguments.InvocationConfiguration,
                cancellationToken));
        return command;
    }

    private static async Task<int> ExecuteAsync(
        string path, string? priceFile, bool json, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var (lines, errors) = (console.Output, console.Error);
        var (text, folder) = await InputFile.ReadAsync(path, cancellationToken);
        var (scenario, problems) = ScenarioFile.Parse(text, folder);
        ProblemLines.Write(errors, path, problems);
        if (scenario is null)
            return ExitCodes.Failed;
        var prices = await PriceFile.ReadAsync(priceFile, scenario.PolicyFolder, errors, cancellationToken);
        var savings = prices is null ? null : new SimulatedSavings(prices);
        // JSON lines and a progress bar would disturb each other in the same terminal.
        var bar = Terminal.IsTerminal(errors) && !(json && Terminal.IsTerminal(lines)) ? Terminal.On(errors) : null;
        if (json)
        {
            var output = new JsonSimulationOutput(lines, errors);
            output.Write(await PlayAsync(scenario, output, savings, bar, cancellationToken), savings?.Report(scenario.Start, scenario.End));
        }
        else
        {
            var output = new TimelineOutput(Terminal.On(lines), scenario.Start, scenario.End);
            output.Write(await PlayAsync(scenario, output, savings, bar, cancellationToken), savings?.Report(scenario.Start, scenario.End));
        }
        return ExitCodes.Done;
    }

    private static async Task<SimulationTotals> PlayAsync(
        Scenario scenario, ISimulationOutput output, SimulatedSavings? savings, IAnsiConsole? bar, CancellationToken cancellationToken)
    {
        var progress = new SimulationProgress(scenario.Start, scenario.End);
        try
        {
            return await progress.WatchAsync(
                Task.Run(
                    () => Simulator.RunAsync(scenario, output, cancellationToken, savings, progress.Report), cancellationToken),
                bar);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new CliException(
                $"The simulation was cancelled at {TotalsText.Minute(progress.Reached)} (UTC), so there are no totals.",
                exitCode: ExitCodes.Cancelled);
        }
    }
}
