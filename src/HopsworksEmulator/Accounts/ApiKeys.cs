using System.Collections.Immutable;

namespace HopsworksEmulator.Accounts;

/// <summary>The accepted keys, which can be rotated.</summary>
public sealed class ApiKeys(params IEnumerable<string> accepted)
{
    private ImmutableArray<string> accepted = [.. accepted];

    public void Accept(params IEnumerable<string> keys) => accepted = [.. keys];

    internal bool Accepts(string? key) => key is not null && accepted.Contains(key);
}
