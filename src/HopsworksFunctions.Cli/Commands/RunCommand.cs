using System.CommandLine;
using HopsworksEmulator;
using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Core.Accounts;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>run</c>: runs the function app on this machine, with an emulated Hopsworks.ai unless a real one is configured.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var once = new Option<bool>("--once") { Description = "Run once, show the clusters, and exit." };
        var json = new Option<bool>("--json") { Description = "Print the run report as JSON (with --once)." };
        var port = ValueOptions.Number("--port", "Port of the HTTP functions on localhost (7071).", "PORT", 0, 65535);
        var policies = PolicyOption.Create();
        var app = new Option<string?>("--app") { Description = "Folder of a built function app.", HelpName = "DIR" };
        var clusters = ValueOptions.Number("--clusters", "Emulate N clusters.", "N", 1, LargeFleet.MaxClusters);
        var hostile = new Option<bool>("--hostile") { Description = "Emulate clusters whose names and tags are attacks." };
        var accounts = ValueOptions.Number("--accounts", "Emulate N accounts.", "N", 1, AccountSettings.MostInProcess);
        var command = new Command(
            "run", "Run the app on this machine. Uses an emulated Hopsworks.ai unless you configure a real one.")
        {
            once, json, port, policies, app, clusters, hostile, accounts,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && !result.GetValue(once))
                result.AddError("--json requires --once.");
            if (result.GetResult(clusters) is not null && result.GetValue(hostile))
                result.AddError("Use either --clusters or --hostile.");
            if (result.GetResult(accounts) is not null && (result.GetResult(clusters) is not null || result.GetValue(hostile)))
                result.AddError("Use --accounts without --clusters and --hostile.");
        });
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var settings = arguments.Settings(policies, arguments.GetValue(app), arguments.GetValue(port))
                .WithFleet(arguments.GetValue(clusters), arguments.GetValue(hostile), arguments.GetValue(accounts));
            if (settings.IsSampleForReal && arguments.GetValue(policies) is null)
            {
                throw new CliException($"There is no {settings.Workspace.OwnPolicyFile}, and the sample's rules are not for real clusters. "
                    + "Write a first one with 'hops init', or use --policies FILE.");
            }
            return arguments.GetValue(once)
                ? await OneRun.ExecuteAsync(settings, arguments.GetValue(json), cancellationToken)
                : await LongRun.ExecuteAsync(settings, cancellationToken);
        });
        return command;
    }
}
