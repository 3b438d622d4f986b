using System.Globalization;
using System.Text;
using Azure.Data.Tables;

namespace HopsworksFunctions.Core.State.AzureStorage;

/// <summary>
/// Conversions between a document and a table row with a schema number and the JSON, which is split into as many strings as needed.
/// </summary>
internal static class TableDocument
{
    // The Tables service allows 32 Ki characters per string.
    private const int ChunkSize = 32 * 1024;

    // The Tables service allows 1 KiB per row key.
    private const int MaxRowKey = 512;

    // The headers of an action in a transaction, and its address with an escaped key.
    private const int MostOverhead = 4 * 1024;

    // The longest escaped form is \u0022.
    private const int MostPerCharacter = 6;

    private const string Schema = nameof(Schema);
    private const string Key = nameof(Key);
    private const string Chunks = nameof(Chunks);
    private const string Chunk = "Json";
    private const string WriteId = nameof(WriteId);

    public static string RowKey(string kind, string key) => Shortened($"{DocumentName.Escape(kind)}:{DocumentName.Escape(key)}", MaxRowKey);

    public static string RowFilter(string partition, string kind)
    {
        // ';' is the character after ':'.
        var name = DocumentName.Escape(kind);
        return $"PartitionKey eq '{partition}' and RowKey ge '{name}:' and RowKey lt '{name};'";
    }

    /// <summary>Returns the key in a row's name; null for a name that <see cref="RowKey"/> did not create.</summary>
    public static string? KeyOf(TableEntity row) =>
        DocumentName.Unescape(row.Property(Key) as string ?? row.RowKey[(row.RowKey.IndexOf(':', StringComparison.Ordinal) + 1)..]);

    public static TableEntity ToRow(string partition, string kind, string key, string json)
    {
        var row = new TableEntity(partition, RowKey(kind, key))
        {
            [Schema] = DocumentSchema.Current, [WriteId] = Guid.NewGuid().ToString("N"),
        };
        if (KeyOf(row) is null)
            row[Key] = DocumentName.Escape(key);
        var count = 0;
        for (int start = 0, end; start < json.Length; start = end)
        {
            end = Math.Min(start + ChunkSize, json.Length);
            // A surrogate pair that is split across two strings would be lost.
            if (end < json.Length && char.IsHighSurrogate(json[end - 1]))
                end--;
            row[ChunkName(count++)] = json[start..end];
        }
        row[Chunks] = count;
        return row;
    }

    /// <summary>Returns the maximum size of the row in a request in bytes, even if every character must be escaped.</summary>
    public static int MostBytes(TableEntity row) =>
        MostOverhead + MostPerCharacter * row.Sum(property => (property.Value as string)?.Length ?? 0);

    /// <summary>Returns whether the stored row is the one that was sent.</summary>
    public static bool SameWrite(TableEntity stored, TableEntity sent) => sent[WriteId].Equals(stored.Property(WriteId));

    /// <summary>Returns a copy of the row with another name, to set it aside.</summary>
    public static TableEntity Aside(TableEntity row, DateTimeOffset now)
    {
        // No kind starts with '!', so listings skip this row.
        var suffix = $".{DocumentName.AsideSuffix(now, row.ETag.ToString())}";
        var aside = new TableEntity(row.PartitionKey, $"!{Shortened(row.RowKey, MaxRowKey - suffix.Length - 1)}{suffix}");
        foreach (var (name, value) in row)
        {
            if (name is not (nameof(row.PartitionKey) or nameof(row.RowKey) or nameof(row.Timestamp) or "odata.etag"))
                aside[name] = value;
        }
        return aside;
    }

    /// <summary>Returns the document's JSON, or its problem as a clause.</summary>
    public static (string? Json, string? Problem) Read(string kind, TableEntity row)
    {
        var schema = row.Property(Schema) as int?;
        if (DocumentSchema.Problem(schema) is { } problem)
            return (null, problem);
        if (row.Property(Chunks) is not int count)
            return (null, "has no length");
        var chunks = Enumerable.Range(0, count).Select(i => row.Property(ChunkName(i)) as string).ToList();
        if (chunks.Contains(null))
            return (null, "is incomplete");
        return DocumentSchema.Read(kind, schema, string.Concat(chunks));
    }

    private static object? Property(this TableEntity row, string name) => row.TryGetValue(name, out var value) ? value : null;

    /// <summary>
    /// Replaces the key in a long name with a fingerprint. The result is not valid escaped text, so no other key can have this name.
    /// </summary>
    private static string Shortened(string rowKey, int most) => rowKey.Length <= most ? rowKey
        : $"{rowKey[..rowKey.IndexOf(':', StringComparison.Ordinal)]}:=sha256-{DocumentName.Fingerprint(Encoding.UTF8.GetBytes(rowKey))}";

    private static string ChunkName(int index) => Chunk + index.ToString(CultureInfo.InvariantCulture);
}
