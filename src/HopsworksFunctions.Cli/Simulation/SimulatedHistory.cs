using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>The account of a simulation, and the storage of its history.</summary>
internal sealed record SimulatedHistory(MemoryAccountStore Account, ActivityLog Activity, PolicyHistory Policies);
