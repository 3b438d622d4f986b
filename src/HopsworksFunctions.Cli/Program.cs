using System.CommandLine;
using HopsworksFunctions.Cli.Commands;
using HopsworksFunctions.Cli.Deployed;

var root = new RootCommand("Stops and starts Hopsworks clusters by policy: on this machine, or through a deployed app.")
{
    InitCommand.Create(),
    RunCommand.Create(),
    PlanCommand.Create(),
    ValidateCommand.Create(),
    ScheduleCommand.Create(),
    CalendarCommand.Create(),
    SimulateCommand.Create(),
    NotifyCommand.Create(),
    ReportCommand.Create(),
    ClustersCommand.Create(DeployedApp.Find),
    HoldCommands.Hold(DeployedApp.Find),
    HoldCommands.Release(DeployedApp.Find),
    PowerCommands.Start(DeployedApp.Find),
    PowerCommands.Stop(DeployedApp.Find),
    HistoryCommands.Actions(DeployedApp.Find),
    HistoryCommands.Runs(DeployedApp.Find),
};
root.Options.OfType<VersionOption>().Single().Action = new VersionAction();

try
{
    return await root.Parse(args).InvokeAsync(new()
    {
        EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
    });
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
