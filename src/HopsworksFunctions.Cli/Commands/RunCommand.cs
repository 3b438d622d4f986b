using System.CommandLine;
using HopsworksEmulator;
using HopsworksFunctions.Cli.Run;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>run</c>: runs the function app on this machine, with an emulated Hopsworks.ai unless a real one is configured.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var once = new Option<bool>("--once") { Description = "Reconcile once, show the fleet, and exit." };
        var json = new Option<bool>("--json") { Description = "With --once: print the run report as JSON." };
        var port = new Option<int?>("--port") { Description = "The port of the HTTP functions on localhost (7071).", HelpName = "PORT" };
        var policies = PolicyOption.Create();
        var app = new Option<string?>("--app") { Description = "The folder of a built function app.", HelpName = "DIR" };
        var clusters = new Option<int?>("--clusters") { Description = "Emulate a large fleet of so many clusters.", HelpName = "N" };
        var hostile = new Option<bool>("--hostile") { Description = "Emulate a fleet whose names and tags are attacks." };
        var command = new Command(
            "run", "Run the function app on this machine, with an emulated Hopsworks.ai unless a real one is configured.")
        {
            once, json, port, policies, app, clusters, hostile,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && !result.GetValue(once))
                result.AddError("--json goes with --once.");
            if (result.GetValue(port) is < 0 or > 65535)
                result.AddError("--port must be from 0 to 65535.");
            if (result.GetValue(clusters) is < 1 or > LargeFleet.MaxClusters)
                result.AddError($"--clusters must be from 1 to {LargeFleet.MaxClusters}.");
            if (result.GetResult(clusters) is not null && result.GetValue(hostile))
                result.AddError("--clusters and --hostile exclude each other.");
        });
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var settings = arguments.Settings(policies, arguments.GetValue(app), arguments.GetValue(port))
                .WithFleet(arguments.GetValue(clusters), arguments.GetValue(hostile));
            if (settings.IsSampleForReal && arguments.GetValue(policies) is null)
            {
                throw new CliException($"There is no {settings.Workspace.OwnPolicyFile}, and the sample's rules are not for real clusters. "
                    + "Write a first one with 'hops init', or name a policy file with --policies.");
            }
            return arguments.GetValue(once)
                ? await OneRun.ExecuteAsync(settings, arguments.GetValue(json), cancellationToken)
                : await LongRun.ExecuteAsync(settings, cancellationToken);
        });
        return command;
    }
}
