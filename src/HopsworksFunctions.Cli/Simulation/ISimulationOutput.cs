using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.Runs;
using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>Where a simulation's events go as they happen, in time order.</summary>
internal interface ISimulationOutput
{
    void Write(SimulatedCall call);

    void Write(Instant at, Notice notice);

    void Write(SimulatedRead read)
    {
        // What is read changes nothing, so few want to know of it.
    }

    /// <summary>Something that the scenario asked for was refused.</summary>
    void Refused(Instant at, string message);

    /// <summary>What the clusters are after a tick.</summary>
    void Seen(Instant at, EmulatedControlPlane controlPlane);
}
