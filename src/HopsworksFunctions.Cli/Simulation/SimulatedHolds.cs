using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>The holds that people set and release in a scenario.</summary>
internal sealed class SimulatedHolds(
    MemoryAccountStore store, IAuditLog audit, EmulatedControlPlane controlPlane, SimulatedPolicies policies, ProcessTime clock,
    Action<string> refused)
{
    private const string Person = "scenario";

    public async Task SetAsync(ScenarioEvent.SetHold hold)
    {
        var rule = controlPlane.Get(hold.Cluster) is { } cluster ? policies.Current.RuleFor(ClusterView.Of(cluster)) : null;
        var record = (await store.LoadAsync(default)).Records.GetValueOrDefault(hold.Cluster);
        var (until, refusal) = hold.Until.Resolve(rule, record, hold.State, clock.Now);
        if (until is { } end)
        {
            await store.SaveAsync(new Hold(hold.Cluster, hold.State, clock.Now, end, Person, null), default);
            await audit.AppendAsync(Entry(AuditKind.Hold, hold.Cluster) with { HeldAs = hold.State, HeldUntil = end }, default);
        }
        else
        {
            refused($"hold on {hold.Cluster} refused: {refusal}");
        }
    }

    public async Task ReleaseAsync(string cluster)
    {
        await store.RemoveHoldAsync(cluster, default);
        await audit.AppendAsync(Entry(AuditKind.Release, cluster), default);
    }

    private AuditEntry Entry(AuditKind kind, string cluster) =>
        new(clock.Now, Person, Person, kind, "") { ClusterId = cluster, By = Person };
}
