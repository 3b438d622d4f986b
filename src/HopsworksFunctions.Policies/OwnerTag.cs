namespace HopsworksFunctions.Policies;

/// <summary>
/// One channel for each owner of clusters: a cluster's tag says the owner, and the owner's word completes the name of the secret with the
/// address.
/// </summary>
/// <param name="Tag">The tag's name, which ignores case.</param>
/// <param name="Prefix">What the secret's name begins with; never empty, so that a tag cannot name just any secret.</param>
/// <param name="Fallback">
/// The secret for what concerns no cluster, or one without an owner, or an owner without an address; null to leave that out.
/// </param>
public sealed record OwnerTag(string Tag, string Prefix, string Suffix, string? Fallback)
{
    private const int MaxSecretName = 127;

    /// <summary>Which values of a tag say an owner.</summary>
    public const string Spelling = "a value needs a letter or digit, and may have only ASCII characters";

    /// <summary>
    /// An owner as a part of a secret's name: lower case, because Key Vault ignores it, with a hyphen for blanks and punctuation, such as
    /// <c>data-science</c> for <c>Data Science</c>. Null for a value with other characters, which would make different owners the same, or
    /// with nothing else.
    /// </summary>
    public static string? WordOf(string value)
    {
        if (!value.All(char.IsAscii) || value.Any(char.IsControl))
            return null;
        var words = new string([.. value.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null : string.Join('-', words);
    }

    /// <summary>The owner's word of a cluster; null without the tag, or if two tags that differ by case alone disagree.</summary>
    public string? OwnerOf(IReadOnlyDictionary<string, string> tags)
    {
        var words = tags.Where(tag => tag.Key.Equals(Tag, StringComparison.OrdinalIgnoreCase))
            .Select(tag => WordOf(tag.Value)).Distinct().ToList();
        return words is [{ } word] && SecretOf(word) is not null ? word : null;
    }

    /// <summary>The secret of an owner's word; null if its name would be too long.</summary>
    public string? SecretOf(string word) =>
        Prefix.Length + word.Length + Suffix.Length <= MaxSecretName ? $"{Prefix}{word}{Suffix}" : null;

    /// <summary>Whether the secret can be that of some owner, or is the fallback.</summary>
    public bool Covers(string secret) => secret == Fallback
        || secret.Length > Prefix.Length + Suffix.Length && secret.StartsWith(Prefix, StringComparison.Ordinal)
        && secret.EndsWith(Suffix, StringComparison.Ordinal);
}
