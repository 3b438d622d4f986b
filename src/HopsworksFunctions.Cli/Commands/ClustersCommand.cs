using System.CommandLine;
using System.Text.Json;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>clusters</c>: the clusters of a deployed app and its current decisions.</summary>
internal static class ClustersCommand
{
    public static Command Create(Func<DeployedApp> connect)
    {
        var command = new Command("clusters", "Show the fleet of a deployed app: state, decision with reason, what comes next, holds.");
        command.SetAction<JsonElement>(connect, (app, _, cancellationToken) => app.GetAsync("clusters", cancellationToken), Show);
        return command;
    }

    private static void Show(JsonElement answer, TextWriter output)
    {
        var report = answer.Deserialize<RunReportJson>(HttpJson.Options)!;
        var table = new TextTable(["Cluster", "State", "Rule", "Next (UTC)", "Held until (UTC)"], "Now");
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
        table.Write(output);
        foreach (var incident in report.Incidents)
            output.WriteLine($"Open since {TextTable.Time(incident.Since)}Z: {TextSanitizer.Escape(incident.Message)}");
    }

    private static string Until(HoldJson hold) => hold.Until is { } until ? TextTable.Time(until) : "until released,";
}
