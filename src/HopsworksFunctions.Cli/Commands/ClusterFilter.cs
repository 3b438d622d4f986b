using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksFunctions.Cli.Completion;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>A filter for the clusters of an answer: by name, rule, state, hold, and next start or stop.</summary>
internal sealed class ClusterFilter
{
    private const string NoRule = "-";

    private readonly Option<string[]> states = new("--state")
    {
        Description = "Only clusters in this state, such as running, stopped or error; repeatable.", HelpName = "STATE",
    };

    private readonly Option<string?> next = ValueOptions.Choice(
        "--next", "Only clusters that start, or stop, next.", "ACTION", "start", "stop");

    private readonly Option<Duration?> within = new("--within")
    {
        Description = "Only clusters that start or stop within this time, such as 8h.",
        HelpName = "DURATION",
        CustomParser = argument => ValueOptions.Read(argument, DurationText.Parse, "--within must be a duration such as 30m, 8h or 1d"),
    };

    private readonly Option<bool> held = new("--held") { Description = "Only clusters with a hold." };

    private readonly Argument<string[]> names = new("NAME")
    {
        HelpName = "NAME",
        Description = "Only clusters with this name or ID; * matches any characters, ? matches one.", Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> rules = new("--rule")
    {
        Description = "Only clusters of this rule, or of none (-); repeatable.", HelpName = "RULE",
    };

    public void AddTo(Command command)
    {
        names.CompletionSources.Add(KnownNames.Clusters);
        rules.CompletionSources.Add(KnownNames.Rules);
        states.CompletionSources.Add("running", "stopped", "starting", "stopping", "error");
        command.Arguments.Add(names);
        foreach (var option in (Option[])[rules, states, next, within, held])
            command.Options.Add(option);
    }

    /// <summary>Returns the answer with the selected clusters only, and with the incidents of those and of the account.</summary>
    /// <exception cref="CliException">There is no such rule.</exception>
    public JsonElement Apply(JsonElement answer, ParseResult arguments)
    {
        var report = answer.Deserialize<RunReportJson>(HttpJson.Options)!;
        CheckRules(report, arguments.GetValue(rules) ?? []);
        var kept = report.Clusters.Select(cluster => Matches(cluster, report.FinishedAt, arguments)).ToList();
        if (kept.TrueForAll(isKept => isKept))
            return answer;
        var ids = report.Clusters.Where((_, i) => kept[i]).Select(cluster => cluster.Id).ToHashSet();
        var filtered = JsonObject.Create(answer)!;
        filtered["clusters"] = new JsonArray([.. filtered["clusters"]!.AsArray().Where((_, i) => kept[i]).Select(c => c!.DeepClone())]);
        filtered["incidents"] = new JsonArray([.. filtered["incidents"]!.AsArray()
            .Where(incident => (string?)incident!["clusterId"] is not { } id || ids.Contains(id)).Select(i => i!.DeepClone())]);
        return JsonSerializer.SerializeToElement(filtered, HttpJson.Options);
    }

    private static void CheckRules(RunReportJson report, string[] asked)
    {
        var known = report.Rules.Concat(report.Clusters.Select(cluster => cluster.Rule).OfType<string>()).ToHashSet();
        if (asked.FirstOrDefault(rule => rule != NoRule && !known.Contains(rule)) is not { } unknown)
            return;
        throw CliException.Usage(Unknown.Of("rule", unknown, known));
    }

    private bool Matches(ClusterReportJson cluster, DateTimeOffset now, ParseResult arguments) =>
        (arguments.GetValue(names) is not { Length: > 0 } asked
            || new TextPatterns(asked) is var patterns && (patterns.Matches(cluster.Name) || patterns.Matches(cluster.Id)))
        && (arguments.GetValue(rules) is not { Length: > 0 } some || some.Contains(cluster.Rule ?? NoRule))
        && (arguments.GetValue(states) is not { Length: > 0 } words || new TextPatterns(words).Matches(cluster.State))
        && (arguments.GetValue(next) is not { } action || cluster.Next?.To == (action == "start" ? PowerState.Up : PowerState.Down))
        && (arguments.GetValue(within) is not { } time || cluster.Next?.At <= now + time.ToTimeSpan())
        && (!arguments.GetValue(held) || cluster.Hold is not null);
}
