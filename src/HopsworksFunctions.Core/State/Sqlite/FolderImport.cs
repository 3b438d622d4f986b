using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NodaTime.Text;

namespace HopsworksFunctions.Core.State.Sqlite;

/// <summary>
/// The import of the state that versions before the database kept in an account's folder: documents as <c>kind/key.json</c>, and the audit
/// log as lines of <c>audit/2026-06-01.jsonl</c>. Damaged documents and entries are imported unchanged, so that they are still reported.
/// </summary>
internal static class FolderImport
{
    private const string Aside = "imported";
    private const string Audit = "audit";
    private static readonly string[] Kinds = [Audit, "channel", "hold", "incident", "message", "policies", "record", "runs", "webhooks"];

    /// <summary>Copies everything into the database, within the caller's transaction.</summary>
    public static void Run(SqliteConnection connection, string folder)
    {
        foreach (var kind in Folders(folder))
        {
            if (kind.Name == Audit)
                ImportAudit(connection, kind);
            else
                ImportDocuments(connection, kind);
        }
    }

    /// <summary>Moves the imported files to a folder beside the database, where a person can find them but later imports do not.</summary>
    public static void PutAside(string folder)
    {
        foreach (var kind in Folders(folder))
        {
            var aside = Path.Combine(folder, Aside, kind.Name);
            PrivateFile.CreateFolder(Path.Combine(folder, Aside));
            // The folder exists if an earlier version has written files since the import. These new files stay in place.
            if (!Directory.Exists(aside))
                Move(kind, aside);
        }
    }

    private static void Move(DirectoryInfo kind, string aside)
    {
        try
        {
            kind.MoveTo(aside);
        }
        catch (IOException) when (Directory.Exists(aside))
        {
            // Another process moved it first.
        }
    }

    private static IEnumerable<DirectoryInfo> Folders(string folder) =>
        Kinds.Select(kind => new DirectoryInfo(Path.Combine(folder, kind))).Where(kind => kind.Exists);

    private static void ImportDocuments(SqliteConnection connection, DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles("*.json"))
        {
            if (DocumentName.Unescape(Path.GetFileNameWithoutExtension(file.Name)) is not { } key)
                continue;
            var content = File.ReadAllBytes(file.FullName);
            var (schema, version, json) = ReadDocument(content);
            connection.Do(
                "INSERT INTO document (kind, key, version, schema, json) VALUES ($kind, $key, $version, $schema, $json)",
                ("$kind", folder.Name), ("$key", key), ("$version", version ?? DocumentName.Fingerprint(content)),
                ("$schema", schema), ("$json", json ?? (object)content));
        }
    }

    private static (int? Schema, string? Version, string? Json) ReadDocument(byte[] content)
    {
        if (Parse(content) is not { } file)
            return (null, null, null);
        using (file)
        {
            return Schema(file) is { } schema && file.RootElement.TryGetProperty("document", out var document)
                && file.RootElement.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String
                ? (schema, version.GetString(), document.GetRawText())
                : (null, null, null);
        }
    }

    private static void ImportAudit(SqliteConnection connection, DirectoryInfo folder)
    {
        var keys = new AuditKeys();
        using var insert = connection.Command(
            "INSERT INTO audit (key, schema, kind, cluster, json) VALUES ($key, $schema, $kind, $cluster, $json) ON CONFLICT DO NOTHING");
        foreach (var file in folder.EnumerateFiles("*.jsonl"))
        {
            if (!LocalDatePattern.Iso.Parse(Path.GetFileNameWithoutExtension(file.Name)).TryGetValue(default, out var day))
                continue;
            var start = UtcDay.StartOf(day);
            foreach (var line in File.ReadLines(file.FullName))
            {
                var (schema, key, kind, cluster, json) = ReadLine(line);
                insert.Parameters.Clear();
                insert.Parameters.AddWithValue("$key", key ?? keys.Next(start));
                insert.Parameters.AddWithValue("$schema", schema ?? (object)DBNull.Value);
                insert.Parameters.AddWithValue("$kind", kind ?? (object)DBNull.Value);
                insert.Parameters.AddWithValue("$cluster", cluster ?? (object)DBNull.Value);
                insert.Parameters.AddWithValue("$json", json);
                insert.ExecuteNonQuery();
            }
        }
    }

    private static (int? Schema, string? Key, string? Kind, string? Cluster, string Json) ReadLine(string line)
    {
        if (Parse(Encoding.UTF8.GetBytes(line)) is not { } parsed)
            return (null, null, null, null, line);
        using (parsed)
        {
            return Text(parsed.RootElement, "key") is { } key && AuditCursor.TryParse(key, out var place) && place.Place is null
                && parsed.RootElement.TryGetProperty("entry", out var entry) && Text(entry, "kind") is { } kind
                ? (Schema(parsed), key, kind, Text(entry, "clusterId"), entry.GetRawText())
                : (Schema(parsed), null, null, null, line);
        }
    }

    private static JsonDocument? Parse(byte[] content)
    {
        try
        {
            return JsonDocument.Parse(content);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int? Schema(JsonDocument file) =>
        file.RootElement.ValueKind == JsonValueKind.Object && file.RootElement.TryGetProperty("schema", out var schema)
        && schema.ValueKind == JsonValueKind.Number && schema.TryGetInt32(out var number) ? number : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
