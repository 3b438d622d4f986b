namespace HopsworksFunctions.Policies.Language;

/// <summary>An invalid text in the policy language; reported as a problem at the text's place.</summary>
internal sealed class WordingException(string message) : Exception(message);
