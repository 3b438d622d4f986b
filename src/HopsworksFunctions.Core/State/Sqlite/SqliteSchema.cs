using Microsoft.Data.Sqlite;

namespace HopsworksFunctions.Core.State.Sqlite;

/// <summary>The tables of <see cref="StateDatabase"/>, and helpers to query them.</summary>
internal static class SqliteSchema
{
    /// <summary>
    /// A document without a schema number and an entry without a kind were imported damaged from an earlier version's file.
    /// </summary>
    public const string Create = """
        CREATE TABLE document (
            kind TEXT NOT NULL, key TEXT NOT NULL, version TEXT NOT NULL, schema INTEGER, json NOT NULL,
            PRIMARY KEY (kind, key)) WITHOUT ROWID;
        CREATE TABLE aside (
            name TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, version TEXT NOT NULL, schema INTEGER, json NOT NULL);
        CREATE TABLE audit (key TEXT NOT NULL PRIMARY KEY, schema INTEGER, kind TEXT, cluster TEXT, json TEXT NOT NULL) WITHOUT ROWID;
        """;

    /// <summary>
    /// Without these indexes, a query for one cluster would read the whole log. Earlier versions of the app also maintain them, because
    /// SQLite does so by itself.
    /// </summary>
    public const string CreateIndexes = """
        CREATE INDEX IF NOT EXISTS audit_of_cluster ON audit (cluster, key);
        CREATE INDEX IF NOT EXISTS audit_damaged ON audit (key) WHERE kind IS NULL;
        """;

    public static SqliteCommand Command(
        this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    /// <returns>The number of rows changed.</returns>
    public static int Do(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>Returns a row's schema number; null if it has none.</summary>
    public static int? Schema(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);
}
