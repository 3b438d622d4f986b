using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Core.PolicySource;

/// <summary>Where the policies come from; read anew for each run.</summary>
public interface IPolicySource
{
    /// <summary>The policies in force, and what is wrong with the newest version if it is not they.</summary>
    /// <param name="remember">Whether a valid version may be stored, to stay in force when a later one is invalid.</param>
    Task<PolicyReading> ReadAsync(bool remember, CancellationToken cancellationToken);
}

/// <summary>
/// The policies in force, null when there are none that are valid; <paramref name="Error"/> says in one text
/// what is wrong with the newest version, null when nothing is.
/// </summary>
public sealed record PolicyReading(PolicySet? Policies, string? Error);
