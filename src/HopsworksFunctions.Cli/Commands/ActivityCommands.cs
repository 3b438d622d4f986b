using System.CommandLine;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>advise</c> and <c>forget</c>: what follows from when a cluster was busy, and the end of it.</summary>
internal static class ActivityCommands
{
    public static Command Advise(Func<AppChoice, DeployedApp> connect)
    {
        var cluster = ClusterRequestOptions.NewCluster();
        var from = ValueOptions.TimeOrDate("--from", "Start, inclusive: a time or date (UTC). Default: 92 days ago.");
        var to = ValueOptions.TimeOrDate("--to", "End, exclusive.");
        var share = new Option<string?>("--share")
        {
            Description = "The least share of the busy time to cover, from 0.5 to 1 (0.95).", HelpName = "SHARE",
        };
        var command = new Command("advise", "Show which windows a cluster of a deployed app needs, by its history. Changes nothing.")
        {
            cluster, from, to, share,
        };
        command.SetAction<ClusterAdvice>(connect, (app, arguments, cancellationToken) => app.GetAsync(
            $"advice{DeployedCommand.Query(
                ("cluster", arguments.GetValue(cluster)), ("from", arguments.GetValue(from)), ("to", arguments.GetValue(to)),
                ("share", arguments.GetValue(share)))}",
            cancellationToken), AdviceText.Write);
        return command;
    }

    public static Command Forget(Func<AppChoice, DeployedApp> connect)
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
