using System.CommandLine;
using HopsworksFunctions.Cli.Completion;
using HopsworksFunctions.Cli.Deployed;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>actions</c> and <c>runs</c>: the audit log and the latest runs.</summary>
internal static class HistoryCommands
{
    public static Command Actions(Func<AppChoice, DeployedApp> connect)
    {
        var cluster = new Option<string?>("--cluster") { Description = "Only this cluster.", HelpName = "ID" };
        cluster.CompletionSources.Add(KnownNames.ClusterIds);
        var from = ValueOptions.TimeOrDate("--from", "Start, inclusive: a time or date (UTC).");
        var to = ValueOptions.TimeOrDate("--to", "End, exclusive.");
        var after = After();
        var limit = ValueOptions.Number("--limit", "Maximum number of entries (50).", "N", 1, 1000);
        var command = new Command("actions", "Show the audit log of a deployed app, newest first.") { cluster, from, to, limit, after };
        command.SetAction<Page>(connect, (app, arguments, cancellationToken) => app.GetAsync($"actions{DeployedCommand.Query(
            ("cluster", arguments.GetValue(cluster)), ("from", arguments.GetValue(from)), ("to", arguments.GetValue(to)),
            ("limit", arguments.GetValue(limit) ?? 50), ("after", arguments.GetValue(after)))}", cancellationToken), ShowActions);
        return command;
    }

    public static Command Runs(Func<AppChoice, DeployedApp> connect)
    {
        var limit = ValueOptions.Number("--limit", "Maximum number of runs (20).", "N", 1, 100);
        var after = After();
        var command = new Command("runs", "Show the last runs of a deployed app, newest first.") { limit, after };
        command.SetAction<LastRuns>(connect, (app, arguments, cancellationToken) => app.GetAsync($"runs{DeployedCommand.Query(
            ("limit", arguments.GetValue(limit) ?? 20), ("after", arguments.GetValue(after)))}", cancellationToken), ShowRuns);
        return command;
    }

    private static Option<string?> After() => new("--after")
    {
        Description = "Next page: the \"after\" value of the previous page.", HelpName = "PLACE",
    };

    private static void ShowActions(Page page, TextWriter output)
    {
        var table = new TextTable(["When (UTC)", "Cluster", "What", "Outcome", "By"], "Why");
        foreach (var a in page.Actions)
        {
            var outcome = string.Join(": ", new[] { a.Step, a.Answer }.OfType<string>());
            table.Add([TextTable.Time(a.At), a.ClusterName ?? a.ClusterId ?? "account", a.Kind, outcome, a.By ?? ""], a.Message);
        }
        table.Write(output);
        ShowMore(page.After, output);
    }

    private static void ShowRuns(LastRuns page, TextWriter output)
    {
        var table = new TextTable(
            ["Finished (UTC)", "Trigger", "Outcome", .. TextColumn.Numbers("Clusters", "Stops", "Starts", "Failures")], "Error");
        foreach (var run in page.Runs)
        {
            var counts = run.Counts;
            table.Add(
                [
                    TextTable.Time(run.FinishedAt), run.Trigger, run.Outcome,
                    $"{counts.Clusters}", $"{counts.Stops}", $"{counts.Starts}", $"{counts.Failures}",
                ],
                run.Error ?? "");
        }
        table.Write(output);
        ShowMore(page.After, output);
    }

    private static void ShowMore(string? after, TextWriter output)
    {
        if (after is not null)
            Prose.Write(output, $"More entries: --after {after}");
    }

    private sealed record Page(IReadOnlyList<Entry> Actions, string? After);

    private sealed record Entry(
        DateTimeOffset At, string Kind, string Message, string? ClusterId, string? ClusterName, string? Step, string? Answer, string? By);

    private sealed record LastRuns(IReadOnlyList<Run> Runs, string? After);

    private sealed record Run(DateTimeOffset FinishedAt, string Trigger, string Outcome, string? Error, Counts Counts);

    private sealed record Counts(int Clusters, int Stops, int Starts, int Failures);
}
