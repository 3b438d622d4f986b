using System.CommandLine;
using System.Text.Json;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>clusters</c>: the clusters of a deployed app and its current decisions.</summary>
internal static class ClustersCommand
{
    public static Command Create(Func<AppChoice, DeployedApp> connect)
    {
        var filter = new ClusterFilter();
        var command = new Command("clusters", "Show clusters, decisions and holds of a deployed app.");
        filter.AddTo(command);
        command.SetAction<JsonElement>(
            connect,
            async (app, arguments, cancellationToken) => filter.Apply(await app.GetAsync("clusters", cancellationToken), arguments),
            Show);
        return command;
    }

    private static void Show(JsonElement answer, TextWriter output)
    {
        var report = answer.Deserialize<RunReportJson>(HttpJson.Options)!;
        var table = new TextTable(["Cluster", "State", "Rule", "Next (UTC)", "Hold until (UTC)"], "Decision");
        foreach (var cluster in report.Clusters)
        {
            table.Add(
                [
                    cluster.Name,
                    cluster.State,
                    cluster.Rule ?? "-",
                    cluster.Next is { } next ? $"{(next.To == PowerState.Up ? "start" : "stop")} {TextTable.Time(next.At)}" : "-",
                    cluster.Hold is { } hold ? $"{Until(hold)} by {hold.By}" : "-",
                ],
                cluster.Error is { } error ? $"{cluster.Message}: {error}" : cluster.Message);
        }
        if (report.Clusters.Count > 0)
            table.Write(output);
        else
            Prose.Write(output, "No clusters.");
        FreezeLines.Write(Terminal.On(output), report.Freezes);
        foreach (var incident in report.Incidents.Where(i => i.Kind != EventKind.Freeze))
            Prose.Write(output, $"Open since {TextTable.Time(incident.Since)} UTC: {TextSanitizer.Escape(incident.Message)}");
    }

    private static string Until(HoldJson hold) => hold.Until is { } until ? TextTable.Time(until) : "until released,";
}
