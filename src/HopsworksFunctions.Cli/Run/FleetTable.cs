using System.Globalization;
using System.Text.Json;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Run;

/// <summary>Writes a run report as JSON or as a table of clusters.</summary>
internal static class FleetTable
{
    public static async Task WriteAsync(RunReportJson report, bool json)
    {
        if (json)
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, HttpJson.Options));
        else
            Write(report);
        if (report.Error is not null)
            await Console.Error.WriteLineAsync(report.Error);
    }

    private static void Write(RunReportJson report)
    {
        var console = Terminal.On(Console.Out, widthElsewhere: 160);
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in (string[])["Cluster", "State", "Rule", "Decision", "Reason", "Done"])
            table.AddColumn(new TableColumn(column) { NoWrap = column is not ("Reason" or "Done") });
        foreach (var cluster in report.Clusters)
        {
            table.AddRow(
                Terminal.Plain(cluster.Name),
                Terminal.Plain(cluster.State),
                Terminal.Plain(cluster.Rule ?? "-"),
                cluster.Action switch
                {
                    ClusterAction.Stop => "[yellow]stop[/]",
                    ClusterAction.Start => "[green]start[/]",
                    ClusterAction.AddWorkers => "[green]add workers[/]",
                    ClusterAction.None => "-",
                },
                Terminal.Plain(cluster.Message),
                cluster.Error is { } error ? $"[red]{CamelCase.Of(cluster.Done)}: {Terminal.Plain(error)}[/]"
                    : cluster.Done == ActionOutcome.Nothing ? "-"
                    : CamelCase.Of(cluster.Done));
        }
        console.Write(table);
        foreach (var notice in report.Notices)
            console.MarkupLine($"[yellow]{CamelCase.Of(notice.Kind)}[/] {(notice.Over ? "is over" : "")} {Terminal.Plain(notice.Message)}");
        foreach (var incident in report.Incidents.Where(i => i.Since < report.StartedAt))
        {
            var since = incident.Since.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            console.MarkupLine($"[yellow]{CamelCase.Of(incident.Kind)}[/] since {since} UTC: {Terminal.Plain(incident.Message)}");
        }
        var counts = string.Join(
            ", ", report.Clusters.GroupBy(c => c.Action).OrderBy(g => g.Key).Select(g => $"{g.Count()} {Counted(g.Key)}"));
        console.MarkupLineInterpolated($"Run {CamelCase.Of(report.Outcome)}: {counts}. Policies {report.Policies ?? "-"}.");
    }

    private static string Counted(ClusterAction action) => action switch
    {
        ClusterAction.None => "left as they are",
        ClusterAction.Start => "to start",
        ClusterAction.Stop => "to stop",
        ClusterAction.AddWorkers => "to get their workers back",
    };
}
