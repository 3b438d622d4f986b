using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>The events and policies of a scenario that apply when a tick's run begins.</summary>
internal sealed class InForce(Scenario scenario)
{
    private int played;
    private int ticks = -1;

    public PolicySet Policies { get; private set; } = scenario.Policies;

    /// <summary>Moves to the next tick and returns the events since the previous one.</summary>
    public IReadOnlyList<ScenarioEvent> Advance()
    {
        var tick = scenario.Start + scenario.Tick * ++ticks;
        var happened = scenario.Events.Skip(played).TakeWhile(e => e.At <= tick).ToList();
        played += happened.Count;
        foreach (var changed in happened.OfType<ScenarioEvent.NewPolicies>())
            Policies = changed.Parse.Policies ?? Policies;
        return happened;
    }

    public Rule RuleNamed(string? name) => Policies.Rules.Single(rule => rule.Name == name);
}
