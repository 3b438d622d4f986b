namespace HopsworksFunctions.Core.Secrets;

/// <summary>Names of secrets that the app uses for itself, which must never be taken for the address of a channel.</summary>
/// <param name="Contains">Whether a name is one of them; names ignore case.</param>
internal sealed record OwnSecrets(Func<string, bool> Contains)
{
    public static OwnSecrets Of(Func<string?> name) => new(other => other.Equals(name(), StringComparison.OrdinalIgnoreCase));
}
