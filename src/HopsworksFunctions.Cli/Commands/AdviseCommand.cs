using System.CommandLine;
using System.Text.Json;
using HopsworksFunctions.Cli.Completion;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Advice;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>advise</c>: the windows that a cluster, a rule or the whole fleet needs according to its history.</summary>
internal static class AdviseCommand
{
    public static Command Create(Func<AppChoice, DeployedApp> connect)
    {
        var cluster = new Argument<string?>("CLUSTER")
        {
            Description = "Only this cluster, with all details: ID or a unique name.", HelpName = "CLUSTER",
            Arity = ArgumentArity.ZeroOrOne,
        };
        cluster.CompletionSources.Add(KnownNames.Clusters);
        var rule = new Option<string?>("--rule")
        {
            Description = "Only the clusters of this rule, and what they need together.", HelpName = "RULE",
        };
        rule.CompletionSources.Add(KnownNames.Rules);
        var from = ValueOptions.TimeOrDate("--from", "Start, inclusive: a time or date (UTC). Default: 92 days ago.");
        var to = ValueOptions.TimeOrDate("--to", "End, exclusive.");
        var share = new Option<string?>("--share")
        {
            Description = "The least share of the busy time to cover, from 0.5 to 1 (0.95).", HelpName = "SHARE",
        };
        var command = new Command("advise", "Show which windows clusters of a deployed app need, by their history. Changes nothing.")
        {
            cluster, rule, from, to, share,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(cluster) is not null && result.GetValue(rule) is not null)
                result.AddError("Use either CLUSTER or --rule.");
        });
        command.SetAction<JsonElement>(connect, (app, arguments, cancellationToken) =>
        {
            var its = arguments.GetValue(cluster);
            (string, object?)[] query =
            [
                ("rule", arguments.GetValue(rule)), ("from", arguments.GetValue(from)), ("to", arguments.GetValue(to)),
                ("share", arguments.GetValue(share)),
            ];
            return its is null
                ? AllAsync(app, query, cancellationToken)
                : app.GetAsync($"advice{DeployedCommand.Query([("cluster", its), .. query])}", cancellationToken);
        }, Show);
        return command;
    }

    /// <summary>Reads all pages of the clusters.</summary>
    private static async Task<JsonElement> AllAsync(
        DeployedApp app, IReadOnlyList<(string Name, object? Value)> query, CancellationToken cancellationToken)
    {
        var first = await PageAsync(app, query, cancellationToken);
        if (first.After is null)
            return JsonSerializer.SerializeToElement(first, HttpJson.Options);
        // Without a fixed range, later pages would describe a later history.
        query = [("from", first.From), ("to", first.To), .. query.Where(q => q.Name is not ("from" or "to"))];
        var clusters = await ClusterPages.AllAsync(
            first, page => (page.Clusters, page.After), after => PageAsync(app, [.. query, ("after", after)], cancellationToken));
        return JsonSerializer.SerializeToElement(first with { Clusters = clusters, After = null, Next = null }, HttpJson.Options);
    }

    private static Task<FleetAdvice> PageAsync(
        DeployedApp app, IReadOnlyList<(string, object?)> query, CancellationToken cancellationToken) =>
        app.GetAsync<FleetAdvice>($"advice{DeployedCommand.Query(query)}", cancellationToken);

    private static void Show(JsonElement answer, TextWriter output)
    {
        if (answer.TryGetProperty("clusters", out _))
            AdviceTable.Write(answer.Deserialize<FleetAdvice>(HttpJson.Options)!, output);
        else
            AdviceText.Write(answer.Deserialize<ClusterAdvice>(HttpJson.Options)!, output);
    }
}
