using System.Globalization;
using System.Text.Json;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Run;

/// <summary>Writes a run report as JSON or as a table of clusters.</summary>
internal static class FleetTable
{
    /// <summary>Writes a report. A failed run has no clusters and therefore no table; its error goes to standard error.</summary>
    public static void Write(RunReportJson report, bool json)
    {
        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(report, HttpJson.Options));
        else if (report.Outcome is RunOutcome.Ok or RunOutcome.Partial)
            Write(report);
        if (report.Error is not null)
            Prose.Write(Console.Error, report.Error);
    }

    private static void Write(RunReportJson report)
    {
        var console = Terminal.On(Console.Out);
        var table = new TextTable(["Cluster", "State", "Rule", "Decision", "Done"], "Reason");
        foreach (var cluster in report.Clusters)
        {
            table.Add(
                [
                    cluster.Name,
                    cluster.State,
                    cluster.Rule ?? "-",
                    cluster.Action switch
                    {
                        ClusterAction.Stop => new TextCell("stop", "yellow"),
                        ClusterAction.Start => new TextCell("start", "green"),
                        ClusterAction.AddWorkers => new TextCell("add workers", "green"),
                        ClusterAction.Backup => new TextCell("back up", "green"),
                        ClusterAction.None => "-",
                    },
                    cluster.Error is not null ? new TextCell(CamelCase.Of(cluster.Done), "red")
                        : cluster.Done == ActionOutcome.Nothing ? "-"
                        : CamelCase.Of(cluster.Done),
                ],
                cluster.Error is { } error ? new TextCell($"{cluster.Message}: {error}", "red") : cluster.Message);
        }
        table.Write(console);
        FreezeLines.Write(console, report.Freezes);
        foreach (var notice in report.Notices.Where(n => n.Over || n.Kind != EventKind.Freeze))
            Prose.Write(console, $"{(notice.Over ? " resolved" : "")}: {notice.Message}", new(CamelCase.Of(notice.Kind), "yellow"));
        foreach (var incident in report.Incidents.Where(i => i.Since < report.StartedAt && i.Kind != EventKind.Freeze))
        {
            var since = incident.Since.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            Prose.Write(console, $" since {since} UTC: {incident.Message}", new(CamelCase.Of(incident.Kind), "yellow"));
        }
        Prose.Write(console, $"Run {CamelCase.Of(report.Outcome)}: {Counts(report)}. Policies version {report.Policies ?? "-"}.");
    }

    private static string Counts(RunReportJson report)
    {
        var counts = report.Clusters.CountBy(cluster => cluster.Action).ToDictionary();
        return string.Join(", ", [
            .. Enum.GetValues<ClusterAction>().Where(action => action != ClusterAction.None && counts.ContainsKey(action))
                .Select(action => Counted(action, counts[action])),
            $"{counts.GetValueOrDefault(ClusterAction.None)} unchanged",
        ]);
    }

    private static string Counted(ClusterAction action, int count) => action switch
    {
        ClusterAction.None => CountText.Of(count, "unchanged", "unchanged"),
        ClusterAction.Start => CountText.Of(count, "start"),
        ClusterAction.Stop => CountText.Of(count, "stop"),
        ClusterAction.Backup => CountText.Of(count, "backup"),
        ClusterAction.AddWorkers => CountText.Of(count, "restore of worker nodes", "restores of worker nodes"),
    };
}
