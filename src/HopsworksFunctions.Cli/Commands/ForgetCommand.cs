using System.CommandLine;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>forget</c>: deletes the activity history of a cluster.</summary>
internal static class ForgetCommand
{
    public static Command Create(Func<AppChoice, DeployedApp> connect)
    {
        var cluster = ClusterRequestOptions.NewCluster();
        var command = new Command("forget", "Delete when a cluster was busy. When it ran stays in the audit log.") { cluster };
        command.SetAction<ForgottenActivity>(connect, (app, arguments, cancellationToken) => app.SendAsync(
            HttpMethod.Delete, $"history{DeployedCommand.Query(("cluster", arguments.GetValue(cluster)))}", null, cancellationToken),
            (forgotten, output) => Prose.Write(output, forgotten.Weeks == 0
                ? $"No activity of {forgotten.Name ?? forgotten.Id} was kept."
                : $"Deleted the activity of {forgotten.Name ?? forgotten.Id} in {CountText.Of(forgotten.Weeks, "week")}."));
        return command;
    }
}
