namespace HopsworksFunctions.Core.Secrets;

/// <summary>The names of secrets that the app uses itself, and that must never serve as the address of a channel.</summary>
/// <param name="Contains">Returns whether a name is one of them; names ignore case.</param>
internal sealed record OwnSecrets(Func<string, bool> Contains)
{
    public static OwnSecrets Of(Func<string?> name) => new(other => other.Equals(name(), StringComparison.OrdinalIgnoreCase));
}
