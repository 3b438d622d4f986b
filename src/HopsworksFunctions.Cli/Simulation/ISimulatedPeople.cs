using HopsworksEmulator.ControlPlane;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>People who react to the clusters, in addition to the scenario's events.</summary>
internal interface ISimulatedPeople
{
    /// <summary>Returns the clusters that people start just before a run.</summary>
    IEnumerable<string> ToStart(EmulatedControlPlane controlPlane);
}
