namespace HopsworksFunctions.Policies.Language;

/// <summary>An invalid text in the policy language; reported as a problem at the text's place.</summary>
internal sealed class WordingException(string message) : Exception(message)
{
    /// <summary>Says what a text is not, and why; a message that says so itself stands alone.</summary>
    public string About(string text, string expected) => Message.StartsWith($"'{text}' ", StringComparison.Ordinal)
        ? Message
        : $"'{text}' is not {expected}: {Message}";
}
