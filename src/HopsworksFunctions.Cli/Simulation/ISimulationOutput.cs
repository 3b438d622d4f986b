using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.Runs;
using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>The receiver of a simulation's events, in chronological order.</summary>
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

    /// <summary>Whether the output needs every tick, even those in which nothing can happen.</summary>
    bool NeedsEveryTick => false;

    /// <summary>Receives the clusters after a tick. They stay the same until the next tick that is not skipped.</summary>
    void Seen(Instant at, EmulatedControlPlane controlPlane);
}
