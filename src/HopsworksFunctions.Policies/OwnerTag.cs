namespace HopsworksFunctions.Policies;

/// <summary>
/// The naming of one channel for each owner of clusters. A cluster's tag gives the owner, and the owner's word completes the name of the
/// secret with the address.
/// </summary>
/// <param name="Tag">The tag's name; its case does not matter.</param>
/// <param name="Prefix">The start of the secret's name; never empty, so that a tag cannot name an arbitrary secret.</param>
/// <param name="Fallback">
/// The secret for events that concern no cluster, a cluster without an owner, or an owner without an address; null to omit them.
/// </param>
public sealed record OwnerTag(string Tag, string Prefix, string Suffix, string? Fallback)
{
    private const int MaxSecretName = 127;

    /// <summary>The rule for tag values that give an owner, for messages.</summary>
    public const string Spelling = "a value needs a letter or digit, and may have only ASCII characters";

    /// <summary>
    /// Returns an owner as a part of a secret's name: in lower case, because Key Vault ignores case, and with hyphens for blanks and
    /// punctuation, such as <c>data-science</c> for <c>Data Science</c>. Returns null for a value with other characters, because different
    /// owners would become the same, or without a letter or digit.
    /// </summary>
    public static string? WordOf(string value)
    {
        if (!value.All(char.IsAscii) || value.Any(char.IsControl))
            return null;
        var words = new string([.. value.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null : string.Join('-', words);
    }

    /// <summary>Returns a cluster's owner; null without a usable tag, or if two tags that differ by case alone disagree.</summary>
    public string? OwnerOf(IReadOnlyDictionary<string, string> tags)
    {
        var words = tags.Where(tag => tag.Key.Equals(Tag, StringComparison.OrdinalIgnoreCase))
            .Select(tag => WordOf(tag.Value)).Distinct().ToList();
        return words is [{ } word] && SecretOf(word) is not null ? word : null;
    }

    /// <summary>Returns the secret of an owner's word; null if its name would be too long.</summary>
    public string? SecretOf(string word) =>
        Prefix.Length + word.Length + Suffix.Length <= MaxSecretName ? $"{Prefix}{word}{Suffix}" : null;

    /// <summary>Returns whether the secret can be that of some owner, or is the fallback.</summary>
    public bool Covers(string secret) => secret == Fallback
        || secret.Length > Prefix.Length + Suffix.Length && secret.StartsWith(Prefix, StringComparison.Ordinal)
        && secret.EndsWith(Suffix, StringComparison.Ordinal);
}
