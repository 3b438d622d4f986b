using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>history</c>: what happened to clusters, as a table or as a scenario.</summary>
internal static class HistoryCommand
{
    public static Command Create(Func<AppChoice, DeployedApp> connect)
    {
        var cluster = ClusterRequestOptions.NewCluster();
        cluster.Arity = ArgumentArity.ZeroOrOne;
        var from = ValueOptions.TimeOrDate("--from", "Start, inclusive: a time or date (UTC). Default: 28 days ago.");
        var to = ValueOptions.TimeOrDate("--to", "End, exclusive.");
        var scenario = new Option<bool>("--scenario")
        {
            Description = "Print what happened as a scenario for simulate, of all clusters if none is named.",
        };
        var policies = new Option<string?>("--policies")
        {
            Description = "Policy file of the scenario, instead of the policies that were in force.", HelpName = "FILE",
        };
        var command = new Command("history", "Show when a cluster of a deployed app was busy, quiet or down.")
        {
            cluster, from, to, scenario, policies,
        };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(scenario) && result.GetResult(policies) is not null)
                result.AddError("--policies requires --scenario.");
            else if (!result.GetValue(scenario) && result.GetResult(cluster)?.Tokens.Count is not > 0)
                result.AddError("Name a CLUSTER, or print all that happened with --scenario.");
        });
        command.SetAction<JsonElement>(
            connect,
            (app, arguments, cancellationToken) => app.GetAsync(
                $"history{DeployedCommand.Query(
                    ("cluster", arguments.GetValue(scenario) ? null : arguments.GetValue(cluster)),
                    ("from", arguments.GetValue(from)), ("to", arguments.GetValue(to)))}",
                cancellationToken),
            (answer, arguments, output) =>
            {
                if (arguments.GetValue(scenario))
                    output.WriteLine(ScenarioOf(answer, arguments.GetValue(cluster), arguments.GetValue(policies)));
                else
                    Show(answer.Deserialize<ClusterHistory>(HttpJson.Options)!, output);
            });
        return command;
    }

    private static string ScenarioOf(JsonElement answer, string? cluster, string? policies)
    {
        var history = answer.Deserialize<FleetHistory>(HttpJson.Options)!;
        if (cluster is not null)
        {
            var named = history.Clusters.Where(c => c.Id == cluster || c.Name == cluster).ToList();
            history = history with { Clusters = [.. named.Where(c => c.Id == cluster || named.Count == 1)] };
        }
        if (history.Clusters is [])
            throw new CliException($"{(cluster is null ? "No cluster was" : $"{cluster} was not")} observed. {AdviceText.HowToMeasure}");
        return FleetScenario.Text(HistoryScenario.Of(history, policies));
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
