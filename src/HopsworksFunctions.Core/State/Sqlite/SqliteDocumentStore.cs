using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HopsworksFunctions.Core.State.Sqlite;

/// <summary>Documents as rows of a database that several processes of one machine may share.</summary>
public sealed class SqliteDocumentStore(StateDatabase database, TimeProvider time) : IDocumentStore
{
    private const string Columns = "SELECT key, version, schema, json FROM document";
    private const string This = "kind = $kind AND key = $key";

    public Task<ReadResult> ReadAsync(string kind, CancellationToken cancellationToken) =>
        ReadAsync(kind, KnownDocuments.None, cancellationToken);

    /// <summary>
    /// Trusts versions only as long as this connection is the only writer, because another writer may change a document without its
    /// version. Reads nothing if nobody has written since the last read.
    /// </summary>
    /// <inheritdoc/>
    public Task<ReadResult> ReadAsync(string kind, KnownDocuments known, CancellationToken cancellationToken) => database.CallAsync(
        connection =>
        {
            var mark = Mark.Of(connection);
            if (mark.Equals(known.Mark) && known.All is { } all)
                return ReadResult.Empty with { Unchanged = all, Mark = mark };
            using var command = connection.Command($"{Columns} WHERE kind = $kind", ("$kind", kind));
            return Read(kind, command, mark.IsOnlyWriterSince(known.Mark) ? known : KnownDocuments.None) with { Mark = mark };
        }, cancellationToken);

    public Task<ReadResult> FindAsync(string kind, string key, CancellationToken cancellationToken) => database.CallAsync(connection =>
    {
        using var command = connection.Command($"{Columns} WHERE {This}", ("$kind", kind), ("$key", key));
        return Read(kind, command, KnownDocuments.None);
    }, cancellationToken);

    public Task<string> WriteAsync(string kind, string key, string json, string? version, CancellationToken cancellationToken) =>
        database.CallAsync(
            connection => Write(connection, kind, key, json, version) ?? throw StateConflictException.Changed(kind, key),
            cancellationToken);

    /// <summary>Writes all documents in one transaction.</summary>
    /// <inheritdoc/>
    public Task<IReadOnlyList<WriteResult>> WriteAllAsync(
        string kind, IReadOnlyList<DocumentWrite> writes, CancellationToken cancellationToken) => database.CallAsync(connection =>
    {
        var results = new List<WriteResult>(writes.Count);
        using var transaction = connection.BeginTransaction();
        foreach (var write in writes)
        {
            var version = write.Json is { } json ? Write(connection, kind, write.Key, json, write.Version) : null;
            var isDone = write.Json is null ? Delete(connection, kind, write.Key, write.Version!) : version is not null;
            results.Add(new(version, isDone ? null : StateConflictException.Changed(kind, write.Key)));
        }
        transaction.Commit();
        return (IReadOnlyList<WriteResult>)results;
    }, cancellationToken);

    public Task DeleteAsync(
        string kind, string key, string version, CancellationToken cancellationToken) => database.CallAsync(connection =>
    {
        return Delete(connection, kind, key, version) ? version : throw StateConflictException.Changed(kind, key);
    }, cancellationToken);

    public Task<string> SetAsideAsync(
        string kind, string key, string version, CancellationToken cancellationToken) => database.CallAsync(connection =>
    {
        var name = $"{DocumentName.Escape(kind)}:{DocumentName.Escape(key)}.{DocumentName.AsideSuffix(time.GetUtcNow(), version)}";
        using var transaction = connection.BeginTransaction();
        connection.Do($"INSERT INTO aside SELECT $name, * FROM document WHERE {This}", ("$name", name), ("$kind", kind), ("$key", key));
        if (!Delete(connection, kind, key, version))
            throw StateConflictException.Changed(kind, key);
        transaction.Commit();
        return $"row '{name}' of the table 'aside' in {database.FilePath}";
    }, cancellationToken);

    /// <returns>The new version; null if the document does not have the version known to the writer.</returns>
    private static string? Write(SqliteConnection connection, string kind, string key, string json, string? version)
    {
        var written = Guid.NewGuid().ToString("N");
        var sql = version is null
            ? "INSERT INTO document (kind, key, version, schema, json) VALUES ($kind, $key, $written, $schema, $json)"
                + " ON CONFLICT DO NOTHING"
            : $"UPDATE document SET version = $written, schema = $schema, json = $json WHERE {This} AND version = $version";
        var changed = connection.Do(
            sql, ("$kind", kind), ("$key", key), ("$version", version),
            ("$written", written), ("$schema", DocumentSchema.Current), ("$json", json));
        return changed == 1 ? written : null;
    }

    /// <returns>False if the document does not have this version.</returns>
    private static bool Delete(SqliteConnection connection, string kind, string key, string version) => connection.Do(
        $"DELETE FROM document WHERE {This} AND version = $version", ("$kind", kind), ("$key", key), ("$version", version)) == 1;

    private static ReadResult Read(string kind, SqliteCommand command, KnownDocuments known)
    {
        var unchanged = new List<string>();
        var documents = new List<StoredDocument>();
        var damaged = new List<DamagedDocument>();
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var (key, version) = (rows.GetString(0), rows.GetString(1));
            if (known.VersionOf(key) == version)
            {
                unchanged.Add(key);
                continue;
            }
            var (json, problem) = DocumentSchema.Read(kind, rows.Schema(2), rows.GetString(3));
            if (json is not null)
                documents.Add(new(key, json, version));
            else
                damaged.Add(new(kind, key, version, problem!));
        }
        return ReadResult.InOrder(documents, damaged) with { Unchanged = unchanged };
    }

    /// <summary>A value that differs between two reads if anyone has written in between.</summary>
    /// <param name="Others">Changes when another connection writes.</param>
    /// <param name="Own">Changes when this connection writes.</param>
    private sealed record Mark(SqliteConnection Connection, object? Others, int Own)
    {
        public static Mark Of(SqliteConnection connection)
        {
            using var look = connection.Command("PRAGMA data_version");
            return new(connection, look.ExecuteScalar(), raw.sqlite3_total_changes(connection.Handle));
        }

        public bool IsOnlyWriterSince(object? before) => before is Mark mark && this with { Own = mark.Own } == mark;
    }
}
