namespace HopsworksFunctions.Policies.Json;

/// <summary>Ends of sentences. Clauses and table cells have none; what stands in prose has one.</summary>
public static class SentenceText
{
    /// <summary>Adds a full stop unless the sentence has an end.</summary>
    public static string End(string text) => text is [.., '.' or '!' or '?'] ? text : $"{text}.";
}
