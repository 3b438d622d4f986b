namespace HopsworksFunctions.Policies.Json;

/// <summary>The ends of sentences. Prose has a full stop, but clauses and table cells have none.</summary>
public static class SentenceText
{
    /// <summary>Adds a full stop unless the sentence has an end.</summary>
    public static string End(string text) => text is [.., '.' or '!' or '?'] ? text : $"{text}.";
}
