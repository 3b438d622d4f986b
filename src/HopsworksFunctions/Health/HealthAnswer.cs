using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Health;

/// <summary>Whether the app can do its work, and what prevents it.</summary>
/// <param name="Status">The worst status of all checks.</param>
/// <param name="Account">Null for all accounts together, where there are several.</param>
/// <param name="TzdbVersion">The time zone database by which schedules are computed, such as <c>2026a</c>.</param>
public sealed record HealthAnswer(
    HealthStatus Status, bool Healthy, string Version, string TzdbVersion, string? Account, IReadOnlyList<HealthFinding> Checks,
    FinishedRun? LastRun);

/// <summary>One check, its duration, and the problem found, if any.</summary>
public sealed record HealthFinding(string Name, HealthStatus Status, bool Healthy, double Milliseconds, string Message);
