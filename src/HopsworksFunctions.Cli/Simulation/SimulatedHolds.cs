using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies.Decisions;
using Microsoft.Extensions.Logging.Abstractions;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>The holds and freezes that people set and end in a scenario.</summary>
internal sealed class SimulatedHolds(
    MemoryAccountStore store, IAuditLog audit, EmulatedControlPlane controlPlane, SimulatedPolicies policies, ProcessTime clock,
    Action<string> refused)
{
    private const string Person = "scenario";

    private readonly Freezes freezes = new(store, policies, audit, clock, NullLogger<Freezes>.Instance);

    /// <summary>Applies holds and freezes, and ignores all other events.</summary>
    public Task PlayAsync(ScenarioEvent happening) => happening switch
    {
        ScenarioEvent.SetHold hold => SetAsync(hold),
        ScenarioEvent.Release release => ReleaseAsync(release.Cluster),
        ScenarioEvent.SetFreeze freeze => FreezeAsync(freeze),
        ScenarioEvent.Unfreeze unfreeze => freezes.EndAsync(unfreeze.Rule, Requester, dryRun: false, default),
        _ => Task.CompletedTask,
    };

    private async Task SetAsync(ScenarioEvent.SetHold hold)
    {
        var rule = controlPlane.Get(hold.Cluster) is { } cluster ? policies.Current.RuleFor(ClusterView.Of(cluster)) : null;
        var record = (await store.LoadAsync(default)).Records.GetValueOrDefault(hold.Cluster);
        var (until, refusal) = hold.Until.Resolve(rule, record, hold.State, clock.Now);
        if (until is { } end)
        {
            var set = new Hold(hold.Cluster, hold.State, clock.Now, end, hold.By, hold.Reason);
            await store.SaveAsync(set, default);
            await audit.AppendAsync(
                Entry(AuditKind.Hold, hold.Cluster, set.Explain(SentenceTimes.Of(rule, clock.Now))) with
                {
                    By = hold.By,
                    HeldAs = hold.State,
                    HeldUntil = end,
                }, default);
        }
        else
        {
            refused($"hold on {hold.Cluster} refused: {refusal}");
        }
    }

    private async Task ReleaseAsync(string cluster)
    {
        await store.RemoveHoldAsync(cluster, default);
        await audit.AppendAsync(Entry(AuditKind.Release, cluster, $"hold released by {Person}"), default);
    }

    private async Task FreezeAsync(ScenarioEvent.SetFreeze freeze)
    {
        var asked = await freezes.SetAsync(freeze.Request, Requester, dryRun: false, default);
        if (!asked.Succeeded)
            refused($"freeze refused: {asked.Error.Message}");
    }

    private static Requester Requester => new(Person, Person, Person) { MayUnfreeze = true };

    private AuditEntry Entry(AuditKind kind, string cluster, string message) => new(clock.Now, Person, Person, kind, message)
    {
        ClusterId = cluster, ClusterName = controlPlane.Get(cluster)?.Name, By = Person,
    };
}
