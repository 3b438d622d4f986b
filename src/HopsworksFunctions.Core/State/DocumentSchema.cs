using System.Text.Json;
using System.Text.Json.Nodes;

namespace HopsworksFunctions.Core.State;

/// <summary>The schema version of documents, stored beside each.</summary>
internal static class DocumentSchema
{
    // A new optional property needs no new version. Since version 2, a pending action names its run.
    public const int Current = 2;

    /// <summary>Returns a stored document in the current schema, or its problem as a clause that follows the document's name.</summary>
    public static (string? Json, string? Problem) Read(string kind, int? schema, string json)
    {
        var problem = schema is null ? ProblemOf(json) ?? Problem(schema) : Problem(schema) ?? ProblemOf(json);
        return problem is null ? (Upgrade(kind, schema!.Value, json), null) : (null, problem);
    }

    /// <summary>Returns why a document with this schema cannot be used; null if it can.</summary>
    public static string? Problem(int? schema) => schema switch
    {
        null => "has no schema number, so this app did not write it",
        > 0 and <= Current => null,
        > Current => $"has schema {schema}, but this version of the app reads up to {Current}; deploy the newer version",
        _ => $"has schema {schema}, which does not exist",
    };

    /// <summary>Converts a document from an earlier schema to the current one. The document's next save stores the result.</summary>
    private static string Upgrade(string kind, int schema, string json)
    {
        if (schema == Current)
            return json;
        var document = JsonNode.Parse(json);
        for (var from = schema; from < Current; from++)
            Step(kind, from, document);
        return document?.ToJsonString() ?? json;
    }

    private static void Step(string kind, int from, JsonNode? document)
    {
        if ((kind, from) is (DocumentKinds.Record, 1) && document is JsonObject record && record["pending"] is JsonObject pending)
            pending["runId"] = null;
    }

    /// <summary>Returns why a text is not JSON; null if it is.</summary>
    private static string? ProblemOf(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return null;
        }
        catch (JsonException e)
        {
            return $"is not valid JSON: {e.Message}";
        }
    }
}
