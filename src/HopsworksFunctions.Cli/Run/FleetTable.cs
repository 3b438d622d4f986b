using System.Globalization;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Run;

/// <summary>The fleet after a run, for people.</summary>
internal static class FleetTable
{
    public static void Write(RunReportJson report)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 160;
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in (string[])["Cluster", "State", "Rule", "Decision", "Reason", "Done"])
            table.AddColumn(new TableColumn(column) { NoWrap = column is not ("Reason" or "Done") });
        foreach (var cluster in report.Clusters)
        {
            table.AddRow(
                Markup.Escape(cluster.Name),
                Markup.Escape(cluster.State),
                Markup.Escape(cluster.Rule ?? "-"),
                cluster.Action switch
                {
                    ClusterAction.Stop => "[yellow]stop[/]",
                    ClusterAction.Start => "[green]start[/]",
                    ClusterAction.AddWorkers => "[green]add workers[/]",
                    ClusterAction.None => "-",
                },
                Markup.Escape(cluster.Message),
                cluster.Error is { } error ? $"[red]{CamelCase.Of(cluster.Done)}: {Markup.Escape(error)}[/]" : cluster.Done == Done.Nothing ? "-" : CamelCase.Of(cluster.Done));
        }
        AnsiConsole.Write(table);
        foreach (var notice in report.Notices)
            AnsiConsole.MarkupLineInterpolated($"[yellow]{CamelCase.Of(notice.Kind)}[/] {(notice.Over ? "is over" : "")} {notice.Message}");
        foreach (var incident in report.Incidents.Where(i => i.Since < report.StartedAt))
        {
            var since = incident.Since.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            AnsiConsole.MarkupLineInterpolated($"[yellow]{CamelCase.Of(incident.Kind)}[/] since {since} UTC: {incident.Message}");
        }
        var counts = string.Join(", ", report.Clusters.GroupBy(c => c.Action).OrderBy(g => g.Key).Select(g => $"{g.Count()} {Counted(g.Key)}"));
        AnsiConsole.MarkupLineInterpolated($"Run {CamelCase.Of(report.Outcome)}: {counts}. Policies {report.Policies ?? "-"}.");
    }

    private static string Counted(ClusterAction action) => action switch
    {
        ClusterAction.None => "left as they are",
        ClusterAction.Start => "to start",
        ClusterAction.Stop => "to stop",
        ClusterAction.AddWorkers => "to get their workers back",
    };
}
