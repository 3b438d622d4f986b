using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Health;

/// <summary>Whether the app can do its work, and what hinders it.</summary>
/// <param name="Status">The worst of the checks.</param>
public sealed record HealthAnswer(
    HealthStatus Status, bool Healthy, string Version, string Account, IReadOnlyList<HealthFinding> Checks, FinishedRun? LastRun);

/// <summary>One thing that was tried, how long it took, and what is wrong with it, if anything.</summary>
public sealed record HealthFinding(string Name, HealthStatus Status, bool Healthy, double Milliseconds, string Message);
