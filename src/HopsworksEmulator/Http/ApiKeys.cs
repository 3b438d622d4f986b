using System.Collections.Immutable;

namespace HopsworksEmulator;

/// <summary>The keys that are accepted now; replace them to rotate.</summary>
public sealed class ApiKeys(params IEnumerable<string> accepted)
{
    public ImmutableArray<string> Accepted { get; private set; } = [.. accepted];

    public void Accept(params IEnumerable<string> keys) => Accepted = [.. keys];

    internal bool Accepts(string? key) => key is not null && Accepted.Contains(key);
}
