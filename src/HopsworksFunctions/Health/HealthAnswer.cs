using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Health;

/// <summary>The health of the app, with the problems that prevent its work.</summary>
/// <param name="Status">The worst status of all checks.</param>
/// <param name="Account">The account; null for several accounts together.</param>
/// <param name="TzdbVersion">The version of the time zone database for schedules, such as <c>2026a</c>.</param>
public sealed record HealthAnswer(
    HealthStatus Status, bool Healthy, string Version, string TzdbVersion, string? Account, IReadOnlyList<HealthFinding> Checks,
    FinishedRun? LastRun);

/// <summary>One check, its duration, and the problem found, if any.</summary>
public sealed record HealthFinding(string Name, HealthStatus Status, bool Healthy, double Milliseconds, string Message);
