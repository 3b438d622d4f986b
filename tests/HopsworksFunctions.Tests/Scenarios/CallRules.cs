using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Rules for each call that Hopsworks.ai receives.</summary>
internal sealed class CallRules(Scenario scenario, InForce inForce)
{
    private readonly Dictionary<string, ScenarioEvent.SetHold> holds = [];

    // The app's last call to each cluster that took effect, unless someone else has changed the cluster since.
    private readonly Dictionary<string, SimulatedCall> last = [];

    public int Count { get; private set; }

    public void Note(ScenarioEvent happening)
    {
        switch (happening)
        {
            case ScenarioEvent.Manual { Cluster: var id }:
                last.Remove(id);
                break;
            case ScenarioEvent.Change { Cluster: var id }:
                last.Remove(id);
                break;
            case ScenarioEvent.SetHold hold:
                holds[hold.Cluster] = hold;
                break;
            case ScenarioEvent.Release { Cluster: var id }:
                holds.Remove(id);
                break;
            case ScenarioEvent.LoseState:
                holds.Clear();
                last.Clear();
                break;
        }
    }

    public void Check(SimulatedCall call)
    {
        Count++;
        Must(inForce.RuleNamed(call.Rule) is { Protect: false, Manage: true, DryRun: false }, "its rule forbids it");
        Must(CanTakeIt(call.Before!, call.Call), $"the cluster is {call.Before!.State}, or backed up or upgraded");
        Must(call.Call == "addWorkers" || call.Reason is Reason.HoldUp or Reason.HoldDown || !IsNew(call), "the cluster is new");
        Must(call.Reason != Reason.Idle || call.Before!.Activity == EmulatedActivity.Idle, $"the cluster is {call.Before!.Activity}");
        Must(HoldAt(call) switch
        {
            HoldState.Up => call.Call != "stop",
            HoldState.Down => call.Call == "stop",
            HoldState.AsIs =>
            call.Call == "addWorkers",
            null => true
        }, "a hold forbids it");
        Must(!last.TryGetValue(call.Cluster, out var earlier) || earlier.Call != call.Call, $"it is doubled, after {earlier}");
        Must(earlier is null || call.Call != "stop" || call.Reason == Reason.HoldDown || earlier.Call != "start" || call.At >= earlier.At
            + inForce.RuleNamed(call.Rule).Settings.MinUptime,
            "the cluster has just been started");
        Must(call.Accepted || call.Done || scenario.Events.Any(e => e is ScenarioEvent.InjectFault && e.At <= call.At), "it was refused");
        if (call.Done)
            last[call.Cluster] = call;

        void Must(bool holds, string problem) =>
            BrokenException.If(!holds, $"{call.At} {call.Call} {call.Cluster} ({call.Rule}, {call.Reason}): {problem}");
    }

    private bool IsNew(SimulatedCall call) =>
        call.At < Instant.FromDateTimeOffset(call.Before!.CreatedOn) + inForce.RuleNamed(call.Rule).Settings.NewClusterGrace;

    private HoldState? HoldAt(SimulatedCall call) =>
        holds.TryGetValue(call.Cluster, out var hold) && hold.Until is HoldEnd.After after && call.At < hold.At + after.Duration
            ? hold.State : null;

    private static bool CanTakeIt(EmulatedCluster cluster, string call) =>
        (call == "start"
            ? cluster.State is ClusterStates.Stopped or ClusterStates.ExternallyStopped
            : cluster.State == ClusterStates.Running)
        && cluster is { BackupPipelineInProgress: false, UpgradeInProgress: null };
}
