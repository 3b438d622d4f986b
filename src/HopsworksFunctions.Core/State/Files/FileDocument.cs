using System.Buffers;
using System.Text.Json;

namespace HopsworksFunctions.Core.State.Files;

/// <summary>What a file of the store holds: <c>{"schema":2,"version":"...","document":...}</c>.</summary>
/// <param name="Version">Of a damaged file, a fingerprint of its bytes.</param>
/// <param name="Json">Null for a damaged file.</param>
internal readonly record struct FileDocument(string Version, string? Json, string? Problem)
{
    public static FileDocument Parse(string kind, byte[] utf8)
    {
        try
        {
            using var file = JsonDocument.Parse(utf8);
            if (file.RootElement.ValueKind != JsonValueKind.Object
                || !file.RootElement.TryGetProperty("schema", out var schema) || schema.ValueKind != JsonValueKind.Number || !schema.TryGetInt32(out var number))
                return Damaged(utf8, "has no schema number, so it is not a document of this app");
            if (DocumentSchema.Problem(number) is { } problem)
                return Damaged(utf8, problem);
            return file.RootElement.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String
                && file.RootElement.TryGetProperty("document", out var document)
                ? new(version.GetString()!, DocumentSchema.Upgrade(kind, number, document.GetRawText()), null)
                : Damaged(utf8, "has no version or no document");
        }
        catch (JsonException e)
        {
            return Damaged(utf8, $"is not JSON: {e.Message}");
        }
    }

    /// <summary>The bytes of a new version of a document.</summary>
    public static byte[] Create(string json, out string version)
    {
        version = Guid.NewGuid().ToString("N");
        var utf8 = new ArrayBufferWriter<byte>(json.Length + 96);
        using (var writer = new Utf8JsonWriter(utf8))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", DocumentSchema.Current);
            writer.WriteString("version", version);
            writer.WritePropertyName("document");
            writer.WriteRawValue(json);
            writer.WriteEndObject();
        }
        return utf8.WrittenSpan.ToArray();
    }

    private static FileDocument Damaged(byte[] utf8, string problem) => new($"sha256:{DocumentName.Fingerprint(utf8)}", null, problem);
}
