using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Core.PolicySource;

/// <summary>The source of the policies, read anew for each run.</summary>
public interface IPolicySource
{
    /// <summary>Returns the policies in force, and the problem of the newest version if it is not in force.</summary>
    /// <param name="remember">Whether to store a valid version, which stays in force when a later one is invalid.</param>
    Task<PolicyReading> ReadAsync(bool remember, CancellationToken cancellationToken);
}

/// <summary>
/// The policies in force, null if no valid ones exist. <paramref name="Error"/> is the problem of the newest version, null if it has none.
/// </summary>
public sealed record PolicyReading(PolicySet? Policies, string? Error)
{
    /// <summary>The calendars that could not be read and keep their earlier dates.</summary>
    public IReadOnlyList<CalendarProblem> Calendars { get; init; } = [];
}
