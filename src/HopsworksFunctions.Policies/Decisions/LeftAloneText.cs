namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The words for clusters that the app does not act on.</summary>
internal static class LeftAloneText
{
    public static DecisionWords Of(DecisionFacts facts) => facts.Decision.Reason switch
    {
        Reason.NoRule => new("Not managed", "no rule matches"),
        Reason.NotManaged => new("Not managed", $"{facts.Rule} has \"manage\": false"),
        Reason.UnknownSchedule => Tag(facts),
        Reason.UnknownState => new("Not managed", $"unknown cluster state '{facts.Cluster.StateText}'"),
        Reason.Protected => new("Protected", facts.Rule),
        Reason.ProtectionEnds => new("Protected", $"rule '{facts.Record.Protection!.Rule}' stopped matching {facts.Since()}",
            $"Rule '{facts.Decision.Rule!.Name}' applies from {facts.Until()}"),
        Reason.NearMatch => new("Protected", MatchText.AlmostMatches(facts.Decision.Rule!, facts.Cluster),
            MatchText.Advice(facts.Decision.Rule!, facts.Cluster)),
        Reason.Broken => new("Needs attention", $"the cluster is in state {facts.Cluster.StateText}{Error(facts)}",
            "The app does not act on it until it leaves this state"),
        _ => throw new InvalidOperationException($"{facts.Decision.Reason} is no such reason"),
    };

    private static DecisionWords Tag(DecisionFacts facts)
    {
        var (problem, advice) = MatchText.UnknownSchedule(facts.Decision.Rule!, facts.Cluster);
        return new("Not managed", problem, advice);
    }

    private static string Error(DecisionFacts facts) => facts.Cluster.ErrorMessage is { Length: > 0 } message ? $" ({message})" : "";
}
