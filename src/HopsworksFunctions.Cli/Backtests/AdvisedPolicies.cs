using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Advice;

namespace HopsworksFunctions.Cli.Backtests;

/// <summary>Policies with the advised windows in their schedules, as a person would paste them.</summary>
internal static class AdvisedPolicies
{
    /// <param name="file">The path of the policy file, for messages.</param>
    /// <param name="rule">The rule that the advice is for.</param>
    /// <param name="advice">The advice for each schedule of the rule's clusters.</param>
    /// <exception cref="CliException">There is nothing to paste, or the file has no such schedule.</exception>
    public static JsonObject Of(string file, ReadOnlySpan<byte> text, string rule, IReadOnlyList<RuleAdvice> advice)
    {
        if (!advice.Any(its => its.Schedule is not null))
            throw new CliException($"There are no windows for rule '{rule}'. See why: hops advise --rule {rule}.");
        var policies = Parse(file, text);
        foreach (var its in advice.Where(its => its.Schedule is not null))
        {
            if (its.ScheduleName is not { } name)
                throw new CliException($"Rule '{rule}' has no schedule that the windows could be put in.");
            if (policies["schedules"]?[name] is not JsonObject schedule)
                throw new CliException($"{file} has no schedule '{name}', which rule '{rule}' has in the app's policies.");
            foreach (var (member, value) in JsonSerializer.SerializeToNode(its.Schedule, HttpJson.Options)!.AsObject())
                schedule[member] = value?.DeepClone();
        }
        return policies;
    }

    private static JsonObject Parse(string file, ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: HistoryScenario.WithComments) as JsonObject
                ?? throw new CliException($"{file} is no JSON object.");
        }
        catch (JsonException e)
        {
            throw new CliException($"{file} is no JSON: {e.Message}", e);
        }
    }
}
