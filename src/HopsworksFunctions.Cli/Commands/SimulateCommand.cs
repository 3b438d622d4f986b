using System.CommandLine;
using HopsworksFunctions.Cli.Simulation;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>simulate</c>: plays policies against simulated clusters on a virtual clock.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var scenario = new Argument<string>("SCENARIO")
        {
            Description = "A scenario file (docs/scenarios.md shows one); - reads standard input.",
        };
        var json = new Option<bool>("--json") { Description = "One JSON object a line instead of a timeline." };
        var command = new Command("simulate", "Play a scenario: policies, clusters and what happens to them, on a virtual clock.")
        {
            scenario, json,
        };
        command.SetAction((arguments, cancellationToken) => ExecuteAsync(
            arguments.GetRequiredValue(scenario), arguments.GetValue(json), arguments.InvocationConfiguration, cancellationToken));
        return command;
    }

    private static async Task<int> ExecuteAsync(
        string path, bool json, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var (lines, errors) = (console.Output, console.Error);
        var (text, folder) = await InputFile.ReadAsync(path, cancellationToken);
        var (scenario, problems) = ScenarioFile.Parse(text, folder);
        ProblemLines.Write(errors, path, problems);
        if (scenario is null)
            return 1;
        if (json)
        {
            var output = new JsonSimulationOutput(lines, errors);
            output.Write(await Simulator.RunAsync(scenario, output, cancellationToken));
        }
        else
        {
            var output = new TimelineOutput(Terminal.On(lines), scenario.Start, scenario.End);
            output.Write(await Simulator.RunAsync(scenario, output, cancellationToken));
        }
        return 0;
    }
}
