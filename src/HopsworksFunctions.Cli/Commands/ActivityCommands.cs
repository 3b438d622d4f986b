using System.CommandLine;
using System.Globalization;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>history</c> and <c>forget</c>: when a cluster was busy.</summary>
internal static class ActivityCommands
{
    public static Command History(Func<AppChoice, DeployedApp> connect)
    {
        var cluster = ClusterRequestOptions.NewCluster();
        var from = ValueOptions.TimeOrDate("--from", "Start, inclusive: a time or date (UTC). Default: 28 days ago.");
        var to = ValueOptions.TimeOrDate("--to", "End, exclusive.");
        var command = new Command("history", "Show when a cluster of a deployed app was busy, quiet or down.")
        {
            cluster, from, to,
        };
        command.SetAction<ClusterHistory>(connect, (app, arguments, cancellationToken) => app.GetAsync(
            $"history{DeployedCommand.Query(
                ("cluster", arguments.GetValue(cluster)), ("from", arguments.GetValue(from)), ("to", arguments.GetValue(to)))}",
            cancellationToken), Show);
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

    private static void Show(ClusterHistory history, TextWriter output)
    {
        var table = new TextTable(["From (UTC)", "To (UTC)", .. TextColumn.Numbers("Hours"), "State", "By"]);
        foreach (var stretch in history.Stretches)
        {
            table.Add(
            [
                TextTable.Time(stretch.From.ToDateTimeOffset()), TextTable.Time(stretch.To.ToDateTimeOffset()),
                Hours((stretch.To - stretch.From).TotalHours), CamelCase.Of(stretch.State), stretch.By ?? "",
            ]);
        }
        table.Write(output);
        var hours = history.Hours;
        Prose.Write(output, $"{history.Name}: {Hours(hours.Busy)} hours busy, {Hours(hours.Quiet)} quiet, {Hours(hours.Down)} down, "
            + $"{Hours(hours.Unknown)} unknown.");
        if (hours is { Busy: 0, Quiet: 0 })
            Prose.Write(output, $"Its activity was not measured. {AdviceText.HowToMeasure}");
    }

    private static string Hours(double hours) => hours.ToString("0.0", CultureInfo.InvariantCulture);
}
