using HopsworksFunctions.Core.Json;

namespace HopsworksFunctions.Core.Policies;

/// <summary>Where the policies come from; read anew for each run.</summary>
public interface IPolicySource
{
    /// <summary>The policies in force, and what is wrong with the newest version if it is not they.</summary>
    Task<PolicyReading> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>
/// The policies in force, null when there are none that are valid; <paramref name="Error"/> says in one text
/// what is wrong with the file, null when nothing is.
/// </summary>
public sealed record PolicyReading(PolicySet? Policies, string? Error)
{
    public static PolicyReading Of(string file, Language.PolicyParse parse, PolicySet? lastGood = null) =>
        parse.Policies is { } valid ? new(valid, null)
            : new(lastGood, string.Join("; ", parse.Problems.Where(p => p.Severity == Severity.Error).Select(p => p.ToString(file))));
}
