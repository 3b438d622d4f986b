using System.Text.Json;

namespace HopsworksFunctions.Core.State.Files;

/// <summary>An entry as a line of a file.</summary>
internal sealed record AuditLine(int Schema, string Key, AuditEntry Entry)
{
    public static byte[] Of(string key, AuditEntry entry) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(new AuditLine(DocumentSchema.Current, key, entry), AuditJson.Default.AuditLine), (byte)'\n'];

    /// <summary>The line's entry, or what is wrong with it, as a clause that follows its name.</summary>
    public static (AuditLine? Line, string? Problem) Parse(string text)
    {
        try
        {
            // Another schema is told before its entry is looked at, which may be anything.
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("schema", out var schema) || !schema.TryGetInt32(out var number))
                return (null, "has no schema number, so it is not of this app");
            return DocumentSchema.Problem(number) is { } problem ? (null, problem) : (document.RootElement.Deserialize(AuditJson.Default.AuditLine), null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, $"is no entry: {e.Message}");
        }
    }
}
