namespace HopsworksFunctions.Policies.Language;

/// <summary>An invalid text in the policy language; reported as a problem at the text's place.</summary>
internal sealed class WordingException(string message) : Exception(message)
{
    /// <summary>Returns a message that says what the text is not, and why. A message that begins with the text stands alone.</summary>
    public string About(string text, string expected) => Message.StartsWith($"'{text}' ", StringComparison.Ordinal)
        ? Message
        : $"'{text}' is not {expected}: {Message}";
}
