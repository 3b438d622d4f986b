using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>The account of a simulation, where its history is kept.</summary>
internal sealed record SimulatedHistory(MemoryAccountStore Account, ActivityLog Activity, PolicyHistory Policies);
