namespace HopsworksFunctions.Policies.Language;

/// <summary>A text of the policy language that says nothing valid; turned into a problem at the text's place.</summary>
internal sealed class WordingException(string message) : Exception(message);
