using HopsworksEmulator.ControlPlane;

namespace HopsworksFunctions.Cli.Backtests;

/// <summary>
/// Additional manual starts, of clusters that were active in the history but are stopped in the replay: one start for each stop.
/// </summary>
internal sealed class BusyStarts : Simulation.ISimulatedPeople
{
    private readonly HashSet<string> started = [];

    public IEnumerable<string> ToStart(EmulatedControlPlane controlPlane)
    {
        foreach (var cluster in controlPlane.List())
        {
            if (cluster.State != ClusterStates.Stopped)
                started.Remove(cluster.Id);
            else if (cluster.Activity == EmulatedActivity.Busy && started.Add(cluster.Id))
                yield return cluster.Id;
        }
    }
}
