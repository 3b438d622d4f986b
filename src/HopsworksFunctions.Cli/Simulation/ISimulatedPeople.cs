using HopsworksEmulator.ControlPlane;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>People who react to what happens to clusters, beside what the scenario says.</summary>
internal interface ISimulatedPeople
{
    /// <summary>The clusters that they start just before a run.</summary>
    IEnumerable<string> ToStart(EmulatedControlPlane controlPlane);
}
