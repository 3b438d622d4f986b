using System.Text.Json;

namespace HopsworksFunctions.Core.State;

/// <summary>The version of what is in the documents, kept beside each.</summary>
internal static class DocumentSchema
{
    public const int Current = 1;

    /// <summary>Why a document of this schema cannot be used; null when it can.</summary>
    public static string? Problem(int schema) => schema switch
    {
        Current => null,
        > Current => $"is of schema {schema}, written by a newer version of this app, which knows {Current}",
        _ => $"is of schema {schema}, which does not exist",
    };

    /// <summary>Why a text is no JSON; null when it is.</summary>
    public static string? ProblemOf(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return null;
        }
        catch (JsonException e)
        {
            return $"is not JSON: {e.Message}";
        }
    }
}
