using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.Runs;
using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>Receives a simulation's events in the order of time.</summary>
internal interface ISimulationOutput
{
    void Write(SimulatedCall call);

    void Write(Instant at, Notice notice);

    void Write(SimulatedRead read)
    {
        // Most outputs show no reads.
    }

    /// <summary>Receives the refusal of a scenario's event.</summary>
    void Refused(Instant at, string message);

    /// <summary>Whether every tick is run for it, even those in which nothing can happen.</summary>
    bool NeedsEveryTick => false;

    /// <summary>Receives the clusters after a tick that was run. They are the same until the next one is.</summary>
    void Seen(Instant at, EmulatedControlPlane controlPlane);
}
