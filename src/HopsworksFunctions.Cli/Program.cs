using System.CommandLine;
using HopsworksFunctions.Cli;
using HopsworksFunctions.Cli.Commands;

var root = new RootCommand("Stops and starts Hopsworks clusters by policy; here, on this machine.")
{
    RunCommand.Create(),
    PlanCommand.Create(),
    ValidateCommand.Create(),
    ScheduleCommand.Create(),
    SimulateCommand.Create(),
    NotifyCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
}
catch (OperationCanceledException)
{
    return 130;
}
catch (Exception e)
{
    await Console.Error.WriteLineAsync(e is CliException ? e.Message : $"Unexpected {e.GetType().Name}: {e.Message}");
    return 1;
}
