using Spectre.Console;

namespace HopsworksFunctions.Cli.Run;

/// <summary>The fleet after a run, for people.</summary>
internal static class FleetTable
{
    public static void Write(RunReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Cluster", "State", "Rule", "Decision", "Reason", "Done");
        foreach (var cluster in report.Clusters ?? [])
        {
            table.AddRow(
                Text(cluster.Name),
                Text(cluster.State),
                Text(cluster.Rule),
                cluster.Action switch
                {
                    "stop" => "[yellow]stop[/]",
                    "start" => "[green]start[/]",
                    var other => Text(other),
                },
                Text(cluster.Message ?? cluster.Reason),
                cluster.Error is null ? Text(cluster.Done) : $"[red]{Text(cluster.Done)}: {Text(cluster.Error)}[/]");
        }
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"Run {report.Outcome}{(report.DryRun ? " (dry run)" : "")}.");
    }

    private static string Text(string? text) => Markup.Escape(text ?? "-");
}
