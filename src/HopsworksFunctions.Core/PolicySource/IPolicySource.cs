using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Core.PolicySource;

/// <summary>The source of the policies, read anew for each run.</summary>
public interface IPolicySource
{
    /// <summary>The policies in force, and what is wrong with the newest version if it is not in force.</summary>
    /// <param name="remember">Whether to store a valid version, which stays in force when a later one is invalid.</param>
    Task<PolicyReading> ReadAsync(bool remember, CancellationToken cancellationToken);
}

/// <summary>
/// The policies in force, null when no valid ones exist; <paramref name="Error"/> says what is wrong with the newest version, null when
/// nothing is.
/// </summary>
public sealed record PolicyReading(PolicySet? Policies, string? Error)
{
    /// <summary>The calendars that could not be read and keep their earlier dates.</summary>
    public IReadOnlyList<CalendarProblem> Calendars { get; init; } = [];
}
