using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using HopsworksFunctions.Cli.Completion;
using HopsworksFunctions.Cli.Deployed;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The complete command line.</summary>
internal static class Hops
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Stop and start Hopsworks clusters by policy, on this machine or through a deployed app.")
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
            CoverageCommand.Create(),
            ClustersCommand.Create(DeployedApp.Find),
            AccountsCommand.Create(DeployedApp.Find),
            HoldCommands.Hold(DeployedApp.Find),
            HoldCommands.Release(DeployedApp.Find),
            FreezeCommands.Freeze(DeployedApp.Find),
            FreezeCommands.Unfreeze(DeployedApp.Find),
            PowerCommands.Start(DeployedApp.Find),
            PowerCommands.Stop(DeployedApp.Find),
            HistoryCommands.Actions(DeployedApp.Find),
            HistoryCommands.Runs(DeployedApp.Find),
            HistoryCommand.Create(DeployedApp.Find),
            BacktestCommand.Create(DeployedApp.Find),
            AdviseCommand.Create(DeployedApp.Find),
            ForgetCommand.Create(DeployedApp.Find),
            StateCommands.Create(DeployedApp.Find),
            CompletionCommand.Create(),
        };
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction();
        root.Directives.OfType<SuggestDirective>().Single().Action = new SuggestAction();
        return root;
    }

    /// <summary>Runs a command, and prints an error as one line on standard error.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parse = Create().Parse(arguments);
        if (parse.Action is ParseErrorAction || UsageErrors.HasUnknownOption(parse) && parse.Action is not HelpAction)
        {
            UsageErrors.Write(parse, Console.Error);
            return ExitCodes.Usage;
        }
        try
        {
            return await parse.InvokeAsync(new()
            {
                EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
            });
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Cancelled;
        }
        catch (CliException e)
        {
            Prose.Write(Console.Error, e.Message);
            return e.ExitCode;
        }
        catch (Exception e)
        {
            Prose.Write(Console.Error, $"Unexpected {e.GetType().Name}: {e.Message}");
            return ExitCodes.Failed;
        }
    }
}
