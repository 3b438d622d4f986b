using HopsworksEmulator.ControlPlane;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>The events of a scenario that happen to its clusters in Hopsworks.ai.</summary>
internal static class ControlPlaneEvents
{
    /// <summary>Plays an event. Events of another kind have no effect.</summary>
    public static void Play(this EmulatedControlPlane controlPlane, ScenarioEvent happening, Scenario scenario)
    {
        switch (happening)
        {
            case ScenarioEvent.Change change:
                controlPlane.Set(change.Cluster, change.Apply, change.EndsTransition);
                break;
            case ScenarioEvent.Create create:
                controlPlane.Add(scenario.Clusters.Single(cluster => cluster.Id == create.Cluster));
                break;
            case ScenarioEvent.Delete delete:
                controlPlane.Remove(delete.Cluster);
                break;
            case ScenarioEvent.SpotLoss loss:
                controlPlane.LoseSpotWorkers(loss.Cluster, loss.Count);
                break;
            case ScenarioEvent.FailBackup fail:
                controlPlane.FailNextBackup(fail.Cluster);
                break;
        }
    }
}
